package dev.loomtrace.explorer.live;

import dev.loomtrace.explorer.trace.TraceEntry;
import dev.loomtrace.explorer.trace.TraceList;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The last minutes of a recording that goes on. Every now and then they are copied into a file of
 * their own: a revision, which is a trace like any other and never changes, with a number that no
 * other has. The latest one that was read is shown; one that someone still asks about stays. For
 * any number of threads.
 */
public final class LiveTrace implements TraceList, Closeable {
  /** Bytes of a revision at most, if it has more than one chunk. */
  private static final long MOST_BYTES = 1L << 29;

  /** Revisions besides the latest at most: each takes its size on disk twice. */
  private static final int MOST_HELD = 3;

  // A page in the background asks once a minute.
  private static final long HOLD_NANOS = TimeUnit.MINUTES.toNanos(2);
  // How often there is a new one while nobody looks.
  private static final long UNSEEN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long WAIT_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int ATTEMPTS = 3;
  // JFR flushes once a second.
  private static final long FIRST_FLUSH_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long FIRST_PAUSE_MILLIS = 100;

  private final Source source;
  private final Consumer<TraceEntry> released;
  private final WorkFolder work = new WorkFolder();
  private final Lock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  // By their numbers; guarded by the lock, as all that follows.
  private final Map<Integer, Revision> revisions = new TreeMap<>();
  private Revision latest;
  private long lookedAt = System.nanoTime();
  private String trouble = "";
  private boolean ended;
  private boolean closed;

  // Of the thread that makes revisions.
  private int numbers;
  private LiveWindow window;
  // Why what that has cannot be read; empty if it can.
  private String unread = "";

  /**
   * What is looked at.
   *
   * @param folder with chunks, which is only read
   * @param name of the files, without the suffix
   * @param keepNanos what ended longer ago before the recording's end is left out, by whole chunks
   * @param everyNanos how often there is a new revision, if something was written
   * @param running whether more can come
   */
  public record Source(
      Path folder, String name, long keepNanos, long everyNanos, BooleanSupplier running) {}

  /**
   * How it is now.
   *
   * @param revision the number of the latest
   * @param entry the latest
   * @param ageNanos how long ago what it has was copied
   * @param limited whether it has less than the last minutes, since they are too large
   * @param trouble a sentence if there should be a newer one, and why there is none; else empty
   * @param ended whether nothing more comes
   * @param keepNanos as asked for
   * @param everyNanos as asked for
   */
  public record Status(
      int revision,
      TraceEntry entry,
      long ageNanos,
      boolean limited,
      String trouble,
      boolean ended,
      long keepNanos,
      long everyNanos) {}

  private static final class Revision {
    private final int number;
    private final TraceEntry entry;
    private final Path folder;
    private final boolean limited;
    private final long made;
    private long asked;

    private Revision(int number, TraceEntry entry, Path folder, boolean limited, long made) {
      this.number = number;
      this.entry = entry;
      this.folder = folder;
      this.limited = limited;
      this.made = made;
      this.asked = made;
    }
  }

  /**
   * Copies what is there, and starts to read it, and to look for more.
   *
   * @param released is told of one that is closed next
   * @throws IOException with a sentence for people if there is nothing to read yet
   */
  public LiveTrace(Source source, Consumer<TraceEntry> released) throws IOException {
    this.source = source;
    this.released = released;
    try {
      Revision first =
          first()
              .orElseThrow(
                  () ->
                      new IOException(
                          source.folder() + ": no chunk of a recording is in there yet"));
      first.entry.open();
      show(first);
    } catch (IOException | RuntimeException e) {
      work.close();
      throw e;
    }
    Thread.ofPlatform().daemon().name("explorer-live").start(this::follow);
  }

  /** What is there, once there is something: a recording that was just started is flushed soon. */
  private Optional<Revision> first() throws IOException {
    long end = System.nanoTime() + FIRST_FLUSH_NANOS;
    Optional<Revision> first = next();
    while (first.isEmpty() && System.nanoTime() < end && source.running().getAsBoolean()) {
      try {
        TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      first = next();
    }
    return first;
  }

  private void follow() {
    long tried = System.nanoTime();
    try {
      while (awaitTick()) {
        long now = System.nanoTime();
        boolean last = !source.running().getAsBoolean();
        if (last || now - tried >= period(now)) {
          refresh(last);
          // What takes long leaves as long a pause as what does not.
          tried = System.nanoTime();
        }
        release(now);
        if (last) {
          end();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether to go on. */
  private boolean awaitTick() throws InterruptedException {
    lock.lock();
    try {
      long left = TICK_NANOS;
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long period(long now) {
    lock.lock();
    try {
      boolean seen = now - lookedAt < UNSEEN_NANOS;
      return seen ? source.everyNanos() : Math.max(UNSEEN_NANOS, source.everyNanos());
    } finally {
      lock.unlock();
    }
  }

  private void refresh(boolean last) {
    if (isEnded()) {
      return;
    }
    String sentence = "";
    try {
      Optional<Revision> next = next();
      if (next.isPresent()) {
        unread = read(next.get());
      }
      sentence = unread;
    } catch (NoSuchFileException e) {
      sentence = last ? "" : e.getFile() + " is no longer there";
    } catch (IOException | UncheckedIOException e) {
      sentence = last ? "" : String.valueOf(e.getMessage());
    }
    lock.lock();
    try {
      trouble = sentence;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Copies what is there, if something was written since the last time.
   *
   * @throws IOException if there is nothing any more, or it cannot be copied
   */
  private Optional<Revision> next() throws IOException {
    for (int attempt = 1; ; attempt++) {
      LiveWindow now = LiveWindow.of(source.folder(), source.keepNanos(), MOST_BYTES);
      if (now.chunks().isEmpty()) {
        if (window == null) {
          return Optional.empty();
        }
        throw new IOException("the recording has no chunk any more: it may have been stopped");
      }
      if (now.equals(window)) {
        return Optional.empty();
      }
      int number = numbers++;
      Path folder = Files.createDirectory(work.path().resolve("revision-" + number));
      Path file = folder.resolve(source.name() + ".jfr");
      long made = System.nanoTime();
      try {
        now.copyTo(file);
      } catch (IOException e) {
        WorkFolder.delete(folder);
        if (attempt == ATTEMPTS) {
          throw e;
        }
        continue; // The oldest was deleted meanwhile, or so.
      }
      window = now;
      // Not in the user's cache, which nobody would ask about it again.
      StoreCache cache = new StoreCache(folder.resolve("store"), Long.MAX_VALUE);
      TraceEntry entry = new TraceEntry(file, cache, each -> {});
      return Optional.of(new Revision(number, entry, folder, now.limited(), made));
    }
  }

  /** Shows it once it is read; returns why it cannot be, or nothing. */
  private String read(Revision revision) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return "";
      }
      revisions.put(revision.number, revision); // So that it is closed with the others.
    } finally {
      lock.unlock();
    }
    if (revision.entry.await(WAIT_NANOS).isPresent()) {
      show(revision);
      return "";
    }
    String error = revision.entry.error();
    lock.lock();
    try {
      revisions.remove(revision.number);
    } finally {
      lock.unlock();
    }
    close(revision);
    return "what was written last cannot be read: " + error;
  }

  private void show(Revision revision) {
    lock.lock();
    try {
      revisions.put(revision.number, revision);
      latest = revision;
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of those that nobody has asked about for long, and of those that are too many. */
  private void release(long now) {
    List<Revision> old = new ArrayList<>();
    lock.lock();
    try {
      List<Revision> others = new ArrayList<>(revisions.values());
      others.remove(latest);
      others.sort(Comparator.comparingLong((Revision r) -> r.asked).reversed());
      for (int i = 0; i < others.size(); i++) {
        if (i >= MOST_HELD || now - others.get(i).asked > HOLD_NANOS) {
          old.add(others.get(i));
        }
      }
      old.forEach(each -> revisions.remove(each.number));
    } finally {
      lock.unlock();
    }
    for (Revision each : old) {
      try {
        close(each);
      } catch (IOException e) {
        // On Windows a file that is mapped stays until the folder is deleted.
      }
    }
  }

  private void close(Revision revision) throws IOException {
    released.accept(revision.entry);
    revision.entry.close();
    WorkFolder.delete(revision.folder);
  }

  /**
   * How it is now, for someone who looks at it.
   *
   * @param held the number of the revision that they look at, which stays a while longer; -1: none
   */
  public Status status(int held) {
    lock.lock();
    try {
      long now = System.nanoTime();
      lookedAt = now;
      touch(held, now);
      return new Status(
          latest.number,
          latest.entry,
          now - latest.made,
          latest.limited,
          trouble,
          ended,
          source.keepNanos(),
          source.everyNanos());
    } finally {
      lock.unlock();
    }
  }

  private Optional<TraceEntry> touch(int number, long now) {
    Revision revision = revisions.get(number);
    if (revision == null) {
      return Optional.empty();
    }
    revision.asked = now;
    return Optional.of(revision.entry);
  }

  @Override
  public Map<Integer, TraceEntry> shown() {
    lock.lock();
    try {
      return Map.of(latest.number, latest.entry);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<TraceEntry> of(int number) {
    lock.lock();
    try {
      return touch(number, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** When the trace of a revision begins, in its own clock, which all revisions share. */
  public Optional<Long> begin(int number) {
    return of(number).flatMap(TraceEntry::loaded).map(trace -> trace.time().begin());
  }

  /** Where answers about it may be kept while it is open. */
  public StoreCache cache() {
    return new StoreCache(work.path().resolve("answers"), Long.MAX_VALUE);
  }

  /** Ends it, and deletes all that was copied. */
  @Override
  public void close() throws IOException {
    List<Revision> all;
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
      all = List.copyOf(revisions.values());
      revisions.clear();
    } finally {
      lock.unlock();
    }
    for (Revision each : all) {
      released.accept(each.entry);
      each.entry.close();
    }
    work.close();
  }
}
