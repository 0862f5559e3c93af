package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.StoreFormat.Section;
import java.util.Optional;

/**
 * What a {@link TaskFollower} told about the tasks of a store. Of a store as many as wanted, each
 * for one thread at a time.
 */
public final class TaskCourses {
  // Of an array.
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

  private final StoreFile file;
  private final Dictionary dictionary;
  private final long index;
  private final int blocks;
  private final ByteCursor in = new ByteCursor();
  // What was read last, and where it was.
  private byte[] bytes = {};
  private int size;
  private long blockPosition;
  // The block that is loaded, and the task whose record comes next there.
  private int loaded = -1;
  private long next;

  /** Takes a task whose course is not known, since its beginning or end is not. */
  @FunctionalInterface
  public interface CutTask {
    /**
     * Takes it.
     *
     * @param id the task's, unsigned
     * @param name its name, empty if that is not known
     */
    void accept(long id, String name);
  }

  TaskCourses(StoreFile file, Dictionary dictionary) {
    this.file = file;
    this.dictionary = dictionary;
    index = file.position(Section.COURSES) + TaskCoursesWriter.INDEX;
    long count = file.getLong(file.position(Section.COURSES));
    // One byte is the least that comes after the index.
    if (count < 0
        || count > (sectionEnd() - 1 - index) / TaskCoursesWriter.ENTRY_SIZE
        || count > Integer.MAX_VALUE) {
      throw damagedSection();
    }
    blocks = (int) count;
  }

  private long sectionEnd() {
    return file.position(Section.COURSES) + file.size(Section.COURSES);
  }

  // What is checked here has passed the file's checksums: but memory for what is not there, or a
  // course of other bytes, would be worse than to make the store anew.
  private DamagedStoreException damagedSection() {
    return file.damaged(file.position(Section.COURSES), sectionEnd());
  }

  /**
   * What was told about a task. Those that follow each other are found the fastest in their order.
   *
   * @param task its place among all tasks, as {@link ListCursor#number} says
   * @return empty if nothing was told
   */
  public Optional<long[]> of(long task) {
    int block = blockOf(task);
    if (block < 0) {
      return Optional.empty();
    }
    if (block != loaded || task < next) {
      load(block);
    }
    while (in.position() < size) {
      long[] numbers = read(next++ == task);
      if (next > task) {
        return Optional.ofNullable(numbers);
      }
    }
    return Optional.empty(); // The last tasks of which nothing was told have no record.
  }

  private int blockOf(long task) {
    int low = 0;
    int high = blocks;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (file.getLong(entry(middle)) <= task) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private long entry(int block) {
    return index + (long) block * TaskCoursesWriter.ENTRY_SIZE;
  }

  private void load(int block) {
    long position = file.getLong(entry(block) + Long.BYTES);
    long length = file.getLong(entry(block) + 2 * Long.BYTES);
    long data = file.position(Section.DATA);
    long dataEnd = data + file.size(Section.DATA);
    if (position < data
        || position > dataEnd
        || length < 0
        || length > dataEnd - position
        || length > MAX_LENGTH) {
      throw damagedSection();
    }
    loaded = -1;
    blockPosition = position;
    size = (int) length;
    read(position);
    loaded = block;
    next = file.getLong(entry(block));
  }

  /** Reads so many bytes, after which every number ends. */
  private void read(long position) {
    if (size >= bytes.length) {
      bytes = new byte[size + 1];
    }
    bytes[size] = 0;
    file.get(position, bytes, size);
    in.reset(bytes, 0);
  }

  /** A number of what was read, if that many bytes are there. */
  private long number() {
    long number = in.number();
    if (in.position() > size) {
      throw damagedBlock();
    }
    return number;
  }

  private DamagedStoreException damagedBlock() {
    loaded = -1;
    return file.damaged(blockPosition, blockPosition + size);
  }

  /** The numbers of the next record, if they are wanted and there are any; else null. */
  private long[] read(boolean wanted) {
    long count = number() - 1;
    if (count == -1) {
      return null;
    }
    // Each has a byte at least.
    if (count < 0 || count > size - in.position()) {
      throw damagedBlock();
    }
    long[] numbers = wanted ? new long[(int) count] : null;
    for (int i = 0; i < count; i++) {
      long number = ByteCursor.signed(number());
      if (wanted) {
        numbers[i] = number;
      }
    }
    return numbers;
  }

  /** Hands over all tasks of which the beginning or the end is not known. */
  public void forEachCut(CutTask action) {
    long start = entry(blocks);
    if (sectionEnd() - start > MAX_LENGTH) {
      throw damagedSection();
    }
    loaded = -1;
    blockPosition = start;
    size = (int) (sectionEnd() - start);
    read(start);
    for (long left = number(); left > 0; left--) {
      long id = number();
      long text = number();
      if (text < 0 || text >= dictionary.textCount()) {
        throw damagedBlock();
      }
      action.accept(id, dictionary.text((int) text));
    }
  }
}
