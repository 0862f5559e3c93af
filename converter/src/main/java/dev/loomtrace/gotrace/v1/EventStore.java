package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import java.util.Arrays;

/**
 * The events of a trace as the bytes that they have in the file, by P.
 *
 * <p>Batches of the Ps alternate in the file. A batch is kept as one or more segments: runs of
 * events that follow each other both in the file and here, in pages. Definitions, which are not
 * kept, and ends of pages part segments. A segment knows what reading its first event takes: the
 * time before it and the goroutine that runs then.
 */
final class EventStore {
  // Verbatim, since the original form is about as short as one of our own would be, and since the
  // offset of any event in the file then follows from its segment's.
  private static final int PAGE_SIZE = 1 << 20;
  private static final int NONE = -1;

  private byte[][] pages = new byte[16][];
  private int lastPage = NONE;
  private int pageUsed;

  private int segments;
  private int[] page = new int[64];
  private int[] start = new int[64];
  private int[] end = new int[64];
  private int[] next = new int[64];
  private long[] fileOffset = new long[64];
  private long[] firstTime = new long[64];
  private long[] firstGoroutine = new long[64];
  private boolean[] beginsBatch = new boolean[64];

  private final LongIndex procs = new LongIndex();
  private int[] head = new int[16];
  private int[] tail = new int[16];

  private int[] taken = new int[16];
  private int takenCount;

  private int proc = NONE;
  private boolean batchBegins;
  private boolean segmentOpen;

  /** A batch of a P begins; the events that follow are its. */
  void beginBatch(int pid) {
    int before = procs.size();
    proc = procs.put(pid);
    if (proc == before) {
      if (proc == head.length) {
        head = Arrays.copyOf(head, proc * 2);
        tail = Arrays.copyOf(tail, proc * 2);
      }
      head[proc] = NONE;
      tail[proc] = NONE;
    }
    batchBegins = true;
    segmentOpen = false;
  }

  /** The events that follow are elsewhere in the file. */
  void endSegment() {
    segmentOpen = false;
  }

  /**
   * Keeps the event that was just read.
   *
   * @param time time in ticks before it
   * @param goroutine what runs on the P before it; 0 for none
   */
  void add(TraceInput input, long time, long goroutine) {
    int length = input.eventLength();
    if (lastPage == NONE || pages[lastPage].length - pageUsed < length) {
      addPage(length);
    }
    if (!segmentOpen) {
      addSegment(input.eventOffset(), time, goroutine);
    }
    input.copyEvent(pages[lastPage], pageUsed);
    pageUsed += length;
    end[segments - 1] = pageUsed;
  }

  private void addPage(int least) {
    lastPage++;
    if (lastPage == pages.length) {
      pages = Arrays.copyOf(pages, lastPage * 2);
    }
    if (lastPage > 0) {
      // Most traces are smaller than a page, and a long event may leave much of one free.
      pages[lastPage - 1] = fit(pages[lastPage - 1], pageUsed);
    }
    pages[lastPage] = new byte[Math.max(least, PAGE_SIZE)];
    pageUsed = 0;
    segmentOpen = false;
  }

  private static byte[] fit(byte[] bytes, int length) {
    return length < bytes.length - bytes.length / 16 ? Arrays.copyOf(bytes, length) : bytes;
  }

  private void addSegment(long offset, long time, long goroutine) {
    int s = segments++;
    if (s == page.length) {
      growSegments(s * 2);
    }
    page[s] = lastPage;
    start[s] = pageUsed;
    next[s] = NONE;
    fileOffset[s] = offset;
    firstTime[s] = time;
    firstGoroutine[s] = goroutine;
    beginsBatch[s] = batchBegins;
    if (tail[proc] == NONE) {
      head[proc] = s;
    } else {
      next[tail[proc]] = s;
    }
    tail[proc] = s;
    batchBegins = false;
    segmentOpen = true;
  }

  private void growSegments(int size) {
    page = Arrays.copyOf(page, size);
    start = Arrays.copyOf(start, size);
    end = Arrays.copyOf(end, size);
    next = Arrays.copyOf(next, size);
    fileOffset = Arrays.copyOf(fileOffset, size);
    firstTime = Arrays.copyOf(firstTime, size);
    firstGoroutine = Arrays.copyOf(firstGoroutine, size);
    beginsBatch = Arrays.copyOf(beginsBatch, size);
  }

  /** Whether a batch has begun. */
  boolean hasBatch() {
    return proc != NONE;
  }

  /** How many Ps have batches. */
  int procs() {
    return procs.size();
  }

  /** Number in the format of the P with this index. */
  int pid(int index) {
    return (int) procs.key(index);
  }

  /** Index of a P; {@link LongIndex#ABSENT} if it has no batches. */
  int procIndex(int pid) {
    return procs.get(pid);
  }

  /**
   * Takes the next batch of a P that has events off its queue.
   *
   * @param after segment that the batch shall follow, or -1
   * @return the batch's first segment, or -1 if there is none
   */
  int takeBatch(int index, int after) {
    int first = head[index];
    if (first == NONE) {
      return NONE;
    }
    int last = first;
    while (next[last] != NONE && !beginsBatch[next[last]]) {
      last = next[last];
    }
    head[index] = next[last];
    next[last] = NONE;
    if (after != NONE) {
      next[after] = first;
    }
    if (takenCount == taken.length) {
      taken = Arrays.copyOf(taken, takenCount * 2);
    }
    taken[takenCount++] = first;
    return first;
  }

  /** How many batches were taken. */
  int takenBatches() {
    return takenCount;
  }

  /** The first segment of the i-th batch that was taken. */
  int takenBatch(int i) {
    return taken[i];
  }

  /** Whether the segment is a batch's first. */
  boolean beginsBatch(int segment) {
    return beginsBatch[segment];
  }

  /** The segment after this one in its reader's order, or -1. */
  int next(int segment) {
    return next[segment];
  }

  byte[] bytes(int segment) {
    return pages[page[segment]];
  }

  /** Where in {@link #bytes} the segment starts. */
  int start(int segment) {
    return start[segment];
  }

  int end(int segment) {
    return end[segment];
  }

  /** Offset in the file of the segment's first byte. */
  long fileOffset(int segment) {
    return fileOffset[segment];
  }

  /** Time in ticks before the segment's first event. */
  long firstTime(int segment) {
    return firstTime[segment];
  }

  /** What runs on the P before the segment's first event; 0 for none. */
  long firstGoroutine(int segment) {
    return firstGoroutine[segment];
  }
}
