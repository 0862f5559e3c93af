package dev.loomtrace.jfr.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations of any kinds and times, against a list that is sorted as it is described. */
class OrderTest {
  /** An operation that is known by its thread, which counts the rows. */
  private record Expected(OpKind kind, long time, long thread) {}

  private static final Comparator<Expected> ORDER =
      Comparator.comparingLong(Expected::time)
          .thenComparing(Expected::kind)
          .thenComparingLong(e -> reversed(e.kind()) ? -e.thread() : e.thread());

  private static boolean reversed(OpKind kind) {
    return kind == OpKind.TASK_BEGIN || kind == OpKind.REGION_BEGIN;
  }

  private final Operations ops = new Operations();
  // Where they are added: others that are taken over, or the same.
  private Operations added = ops;
  private final List<Expected> expected = new ArrayList<>();
  private long rows;

  private void add(Random random, long range) {
    long thread = ++rows;
    long begin = random.nextLong(range);
    long wake = begin + random.nextLong(3);
    long end = wake + random.nextLong(range);
    switch (random.nextInt(3)) {
      case 0 -> {
        added.addWait(begin, wake, end, thread, 1, 2, 3, Cause.UNKNOWN);
        expected.add(new Expected(OpKind.BLOCK, begin, thread));
        expected.add(new Expected(OpKind.WAKE, wake, thread));
        expected.add(new Expected(OpKind.RESUME, end, thread));
      }
      case 1 -> {
        added.addSpan(OpKind.YIELD, OpKind.RESUME, begin, end + 1, thread, 1, 2, Cause.UNKNOWN);
        expected.add(new Expected(OpKind.YIELD, begin, thread));
        expected.add(new Expected(OpKind.RESUME, end + 1, thread));
      }
      default -> {
        OpKind kind = OpKind.values()[random.nextInt(OpKind.values().length)];
        added.add(kind, begin, thread, 1, 2, null);
        expected.add(new Expected(kind, begin, thread));
      }
    }
  }

  // In a range of 20 nearly all are equal; one of 2^40 takes several digits.
  @ParameterizedTest
  @ValueSource(longs = {1, 20, 100_000, 1L << 40})
  void isThatOfTimesKindsAndSequences(long range) {
    addAndSort(range, ops::sort);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 100_000, 1L << 40})
  void isTheSameOfThoseThatAreTakenOver(long range) {
    added = new Operations();
    addAndSort(
        range,
        () -> {
          added.sort();
          ops.adopt(added);
          assertEquals(0, added.size());
        });
  }

  private void addAndSort(long range, Runnable sort) {
    Random random = new Random(range);
    for (int rowsOfChunk : new int[] {1, 70_000, 0, 3000, 2}) {
      for (int i = 0; i < rowsOfChunk; i++) {
        add(random, range);
      }
      sort.run();
      expected.sort(ORDER);
      long middle = random.nextLong(range);
      assertEquals(expected.stream().filter(e -> e.time() >= middle).count(), ops.sizeFrom(middle));
      List<Expected> sorted = new ArrayList<>();
      for (int i = 0; i < ops.size(); i++) {
        sorted.add(new Expected(ops.kind(i), ops.time(i), ops.thread(i)));
      }
      assertEquals(expected, sorted);
      int done = random.nextInt(1 + ops.size());
      for (int i = 0; i < done; i++) {
        ops.advance();
      }
      expected.subList(0, done).clear();
    }
  }
}
