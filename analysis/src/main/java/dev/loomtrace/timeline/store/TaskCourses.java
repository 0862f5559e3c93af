package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.StoreFormat.Section;
import java.util.Optional;

/**
 * What a {@link TaskFollower} told about the tasks of a store. Of a store as many as wanted, each
 * for one thread at a time.
 */
public final class TaskCourses {
  private final StoreFile file;
  private final Dictionary dictionary;
  private final long index;
  private final int blocks;
  private final ByteCursor in = new ByteCursor();
  private byte[] bytes = {};
  private int size;
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
    blocks = (int) file.getLong(file.position(Section.COURSES));
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
    while (true) {
      long[] numbers = read(next++ == task);
      if (next > task) {
        return Optional.ofNullable(numbers);
      }
    }
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
    int length = (int) file.getLong(entry(block) + 2 * Long.BYTES);
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    file.get(file.getLong(entry(block) + Long.BYTES), bytes, length);
    in.reset(bytes, 0);
    size = length;
    loaded = block;
    next = file.getLong(entry(block));
  }

  /** The numbers of the next record, if they are wanted and there are any; else null. */
  private long[] read(boolean wanted) {
    if (in.position() >= size) {
      return null; // The last tasks of which nothing was told have no record.
    }
    int count = (int) in.number() - 1;
    if (count < 0) {
      return null;
    }
    long[] numbers = wanted ? new long[count] : null;
    for (int i = 0; i < count; i++) {
      long number = in.signed();
      if (wanted) {
        numbers[i] = number;
      }
    }
    return numbers;
  }

  /** Hands over all tasks of which the beginning or the end is not known. */
  public void forEachCut(CutTask action) {
    long start = entry(blocks);
    byte[] cuts =
        new byte[(int) (file.position(Section.COURSES) + file.size(Section.COURSES) - start)];
    file.get(start, cuts, cuts.length);
    ByteCursor cut = new ByteCursor();
    cut.reset(cuts, 0);
    for (long left = cut.number(); left > 0; left--) {
      long id = cut.number();
      action.accept(id, dictionary.text((int) cut.number()));
    }
  }
}
