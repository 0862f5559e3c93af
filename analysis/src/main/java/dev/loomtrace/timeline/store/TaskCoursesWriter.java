package dev.loomtrace.timeline.store;

import java.io.IOException;

/**
 * Writes the courses of tasks: a record for each task in the order of the list of tasks, in blocks
 * among the other data, and the section with the index of these. A task of which nothing is told
 * has an empty record, in one byte.
 */
final class TaskCoursesWriter implements TaskCourseOutput {
  /** Size of an entry of the index: a block's first task, its position and its length. */
  static final int ENTRY_SIZE = 3 * Long.BYTES;

  /** Where the index begins: after how many blocks it has. */
  static final int INDEX = Long.BYTES;

  // A block is read as a whole for one of its tasks.
  private static final int MAX_TASKS = 256;
  private static final int FULL = 1 << 14;

  private final FileOutput out;
  private final DictionaryWriter dictionary;
  private final Bytes block = new Bytes(256);
  private final Bytes index = new Bytes(256);
  private final Bytes cuts = new Bytes(64);
  private boolean followed;
  private long cutCount;
  private long tasks;
  private long told;
  private long blockFirst;

  TaskCoursesWriter(FileOutput out, DictionaryWriter dictionary) {
    this.out = out;
    this.dictionary = dictionary;
  }

  /** Somebody will tell about tasks: else the section is empty. */
  TaskCourseOutput follow() {
    followed = true;
    return this;
  }

  /** The span of a task was added to the list. */
  void span() {
    tasks++;
  }

  @Override
  public void course(long[] numbers) throws IOException {
    if (told >= tasks) {
      throw new IllegalStateException("found a course without a task, expected a task's span");
    }
    untold(tasks - 1);
    block.number(numbers.length + 1L);
    for (long number : numbers) {
      block.signed(number);
    }
    wrote();
  }

  @Override
  public void cut(long id, String name) {
    cuts.number(id);
    cuts.number(dictionary.text(name));
    cutCount++;
  }

  /** Writes empty records for all tasks before one. */
  private void untold(long task) throws IOException {
    while (told < task) {
      block.number(0);
      wrote();
    }
  }

  private void wrote() throws IOException {
    told++;
    if (told - blockFirst == MAX_TASKS || block.size() >= FULL) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (told > blockFirst) {
      index.int64(blockFirst);
      index.int64(out.position());
      index.int64(block.size());
      out.write(block.array(), block.size());
      block.clear();
      blockFirst = told;
    }
  }

  /** Writes what is left of the data; tasks at its end of which nothing was told have no record. */
  void end() throws IOException {
    flush();
  }

  /** The section. */
  Bytes section() {
    Bytes section = new Bytes(64);
    if (followed) {
      section.int64(index.size() / ENTRY_SIZE);
      section.append(index);
      section.number(cutCount);
      section.append(cuts);
    }
    return section;
  }
}
