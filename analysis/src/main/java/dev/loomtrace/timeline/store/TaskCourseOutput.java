package dev.loomtrace.timeline.store;

import java.io.IOException;

/**
 * Takes what a store is to keep about tasks beside their spans: what became of each while the trace
 * went on, as numbers whose meaning is up to whoever writes and reads them. For one thread.
 */
public interface TaskCourseOutput {
  /**
   * Tells about the task whose span was handed over last. Of one about which nothing is told
   * nothing is kept.
   *
   * @param numbers small ones of either sign take the least room
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if there was no span, or it was told about already
   */
  void course(long[] numbers) throws IOException;

  /**
   * There is, or was, a task of which the beginning or the end is not known, so that nothing is
   * told about it; it need not have a span.
   *
   * @param id the task's, unsigned
   * @param name its name, empty if that is not known
   */
  void cut(long id, String name);
}
