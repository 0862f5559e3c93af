package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.PathStretch;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskWorker;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskTextTest {
  private static TaskWorker worker(ThreadKind kind, long id) {
    return new TaskWorker(id, Optional.of(kind));
  }

  @Test
  void callsThreadsAsTheirProgramDoes() {
    assertEquals(
        "virtual threads 7, 9, thread 29, system thread 3, thread 30, goroutines 4, 5",
        ThreadWords.list(
            List.of(
                worker(ThreadKind.VIRTUAL, 7),
                worker(ThreadKind.VIRTUAL, 9),
                worker(ThreadKind.PLATFORM, 29),
                worker(ThreadKind.SYSTEM, 3),
                new TaskWorker(30, Optional.empty()),
                worker(ThreadKind.GOROUTINE, 4),
                worker(ThreadKind.GOROUTINE, 5))));
    assertEquals("thread 30", ThreadWords.one(Optional.empty(), 30));
    assertEquals(
        "several virtual threads",
        "several " + ThreadWords.several(Optional.of(ThreadKind.VIRTUAL)));
  }

  private static String title(long goroutines) {
    TimeByState time = new TimeByState(1500, 1500, 0, 0, 0, Map.of(), 0);
    List<Long> ids = LongStream.rangeClosed(1, goroutines).boxed().toList();
    return TaskText.title(
        new TaskResult(7, EventView.NO_TASK, "serve", 0, true, ids, time, List.of()));
  }

  @Test
  void namesSomeOfManyGoroutines() {
    assertEquals("task serve 7 took 1.50 us", title(0));
    assertEquals("task serve 7 took 1.50 us, goroutine 1", title(1));
    String ten = "task serve 7 took 1.50 us, goroutines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10";
    assertEquals(ten, title(10));
    assertEquals(ten + " and 1,990 more", title(2000));
  }

  private static String text(TaskResult.Wait wait) throws IOException {
    TimeByState time = new TimeByState(1500, 0, 0, 0, 0, Map.of(wait.reason(), 1500L), 0);
    StringBuilder out = new StringBuilder();
    new TaskText(new Text(out, Text.UNLIMITED), new TraceClock(), false)
        .print(
            new TaskResult(
                7, EventView.NO_TASK, "serve", 0, true, List.of(1L), time, List.of(wait)),
            Optional.empty());
    return out.substring(out.indexOf("waits by place"));
  }

  private static TaskResult.Wait wait(WaitCause cause, Optional<Frame> site) {
    return wait(cause, site, 1, 1500, List.of(), 0, false);
  }

  private static TaskResult.Wait wait(
      WaitCause cause,
      Optional<Frame> site,
      long count,
      long longest,
      List<TaskResult.WakerShare> wakers,
      long earlier,
      boolean open) {
    return new TaskResult.Wait(
        cause,
        /* pinned= */ false,
        site.map(CodePlace::new),
        Stack.NONE,
        count,
        1500,
        longest,
        wakers.stream().findFirst().map(TaskResult.WakerShare::waker),
        wakers,
        earlier,
        open,
        Optional.empty(),
        PathStretch.of(7, 0, longest),
        Optional.empty());
  }

  @Test
  void saysWhyAWaitOfARecordingHasNoStack() throws IOException {
    String head = "waits by place, longest first\n  1.50 us  blocked: ";
    assertEquals(
        head + "queue take (java.util.concurrent.SynchronousQueue)\n" + "    no stack was taken\n",
        text(
            wait(
                WaitCause.of(WaitReason.QUEUE_TAKE, "java.util.concurrent.SynchronousQueue"),
                noSite())));
    assertEquals(
        head + "lock\n    at shop.Shelf.take (Shelf.java:27)\n",
        text(
            wait(
                WaitCause.of(WaitReason.LOCK),
                Optional.of(new Frame(1, "shop.Shelf.take", "Shelf.java", 27)))));
    assertEquals(
        head + "channel receive\n",
        text(wait(WaitCause.ofText(WaitReason.CHANNEL_RECEIVE, "as Go says"), noSite())));
    assertEquals(
        head + "parked (Gate)\n    no stack was taken\n",
        text(wait(WaitCause.of(WaitReason.PARKED, "shop.Gate"), noSite())));
  }

  private static Optional<Frame> noSite() {
    return Optional.empty();
  }

  @Test
  void saysSinceWhenAWaitLastsAndThatItHasNotEnded() throws IOException {
    WaitCause cause = WaitCause.of(WaitReason.LOCK);
    Optional<Frame> site = Optional.of(new Frame(1, "shop.Shelf.take", "Shelf.java", 27));
    assertEquals(
        """
        waits by place, longest first
          1.50 us  blocked: lock
            at shop.Shelf.take (Shelf.java:27)
            it began 2.50 us before the recording
            it had not ended when the recording did
        """,
        text(wait(cause, site, 1, 1500, List.of(), 2500, true)));
    assertEquals(
        """
        waits by place, longest first
          1.50 us in 2 waits, 1.00 us at most  blocked: lock
            at shop.Shelf.take (Shelf.java:27)
            the first began 2.50 us before the recording
            the last had not ended when the recording did
        """,
        text(wait(cause, site, 2, 1000, List.of(), 2500, true)));
  }

  private static TaskResult.WakerShare share(
      long goroutine, String name, long task, boolean several, long total) {
    return new TaskResult.WakerShare(
        new TaskResult.Waker(
            WakeKind.THREAD,
            goroutine,
            Optional.of(ThreadKind.VIRTUAL),
            name,
            task,
            task < 0 ? "" : "restock"),
        several,
        several,
        1,
        total);
  }

  @Test
  void saysWhoEndedWhichPartOfTheWaits() throws IOException {
    WaitCause cause = WaitCause.of(WaitReason.LOCK);
    TaskResult.WakerShare one = share(12, "shop.Pool.run", 9, false, 800);
    assertEquals(
        """
        waits by place, longest first
          1.50 us in 3 waits, 800 ns at most  blocked: lock
            no stack was taken
            ended by virtual thread 12 (shop.Pool.run), on task restock 9: 800 ns of it
            ended by several virtual threads (shop.Pool.run), on several tasks restock: 300 ns of it
            ended by virtual thread 4: 200 ns of it
            ended by others, or not known: 200 ns of it
        """,
        text(
            wait(
                cause,
                noSite(),
                3,
                800,
                List.of(
                    one,
                    share(13, "shop.Pool.run", 10, true, 300),
                    share(4, "", EventView.NO_TASK, false, 200),
                    share(5, "", EventView.NO_TASK, false, 50)),
                0,
                false)));
    // Of one that ended all of it, and worked on the same task, no more is to be said.
    assertTrue(
        text(wait(cause, noSite(), 1, 1500, List.of(share(12, "f", 7, false, 1500)), 0, false))
            .endsWith("    ended by virtual thread 12 (f)\n"));
  }

  @Test
  void showsTheSumOverThreadsBesideThePartition() throws IOException {
    TimeByState time = new TimeByState(2000, 500, 0, 0, 0, Map.of("sleep", 1500L), 0);
    TimeByState threads =
        new TimeByState(4100, 500, 0, 0, 0, Map.of("sleep", 1600L, "join", 2000L), 0);
    StringBuilder out = new StringBuilder();
    new TaskText(new Text(out, Text.UNLIMITED), new TraceClock(), false)
        .print(
            new TaskResult(
                7,
                EventView.NO_TASK,
                "serve",
                Optional.empty(),
                0,
                false,
                true,
                List.of(worker(ThreadKind.VIRTUAL, 1), worker(ThreadKind.PLATFORM, 2)),
                time,
                threads,
                List.of()),
            Optional.empty());
    assertEquals(
        """
                                    sum over threads
          running         500 ns   25.0 %            500 ns
          blocked: sleep  1.50 us   75.0 %           1.60 us
          blocked: join                             2.00 us
          all             2.00 us  100.0 %           4.10 us
        """
            .replaceAll(" +", " "),
        out.substring(out.indexOf("\n\n") + 2).replaceAll(" +", " "));
  }

  @Test
  void tellsTheTimeBeforeTheRecordingApart() throws IOException {
    TimeByState time = new TimeByState(2000, 500, 0, 0, 0, Map.of(), 0, 1500);
    StringBuilder out = new StringBuilder();
    TraceClock clock = new TraceClock();
    new TaskText(new Text(out, Text.UNLIMITED), clock, false)
        .print(
            new TaskResult(
                7, EventView.NO_TASK, "serve", -1500, false, List.of(1L), time, List.of()),
            Optional.empty());
    assertEquals(
        """
        task serve 7 took 2.00 us and had not ended, goroutine 1
        began 1.50 us before the recording

          running                500 ns   25.0 %
          before the recording  1.50 us   75.0 %
          all                   2.00 us  100.0 %
        """,
        out.toString());
  }
}
