package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requested dumps, and what happens when several threads want one. */
class DumpTest {
  @TempDir Path folder;
  private FlightRecorder recorder;

  @BeforeEach
  void start() {
    recorder =
        new FlightRecorder(FlightRecorder.Config.builder().minDumpInterval(Duration.ZERO).build());
    recorder.start();
  }

  @AfterEach
  void stop() {
    recorder.close();
  }

  /** Takes bytes when it is allowed to. */
  private static final class SlowStream extends OutputStream {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void write(int b) {
      throw new AssertionError("bytes are written one by one");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private SlowStream writeSlowly() throws InterruptedException {
    SlowStream out = new SlowStream();
    Thread.ofPlatform().start(() -> FlightRecorderTest.write(recorder, out));
    out.reached.await();
    return out;
  }

  private static List<String> reasons(Path file) throws IOException {
    return FlightRecorderTest.values(file, EventNames.DUMP, EventNames.REASON);
  }

  @Test
  void saysWhyAndWhereItWasRequested() throws Exception {
    Path file = folder.resolve("slow.jfr");
    Task task = Task.begin("slow");
    assertEquals(file, recorder.dump(file, "took 312 ms").get());
    task.end();
    RecordedEvent event =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().equals(EventNames.DUMP))
            .findAny()
            .orElseThrow();
    assertEquals("took 312 ms", event.getString(EventNames.REASON));
    assertEquals(task.id(), event.getLong(EventNames.TASK_ID));
    assertEquals(Thread.currentThread().threadId(), event.getThread().getJavaThreadId());
    assertTrue(
        event.getStackTrace().getFrames().stream()
            .anyMatch(f -> f.getMethod().getName().equals("saysWhyAndWhereItWasRequested")));
    assertEquals(List.of("slow"), FlightRecorderTest.values(file, EventNames.TASK, "name"));
  }

  @Test
  void isRefusedToASecondWriter() throws Exception {
    SlowStream out = writeSlowly();
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> recorder.writeTo(folder.resolve("second.jfr")));
    assertEquals("another dump is being written", refused.getMessage());
    out.released.countDown();
    Awaitility.await()
        .ignoreException(IllegalStateException.class)
        .until(() -> recorder.writeTo(folder.resolve("second.jfr")) > 0);
  }

  @Test
  void isSharedByRequestsMadeBeforeItIsCut() throws Exception {
    SlowStream out = writeSlowly();
    Path first = folder.resolve("first.jfr");
    CompletableFuture<Path> one = recorder.dump(first, "one");
    CompletableFuture<Path> two = recorder.dump(folder.resolve("second.jfr"), "two");
    assertTrue(one.cancel(true));
    assertFalse(two.isDone());
    out.released.countDown();
    assertEquals(first, two.get());
    assertEquals(List.of("one", "two"), reasons(first));
    assertFalse(Files.exists(folder.resolve("second.jfr")));
    Path third = folder.resolve("third.jfr");
    assertEquals(third, recorder.dump(third, "three").get());
    assertEquals(List.of("one", "two", "three"), reasons(third));
  }

  /** Delays the end of a chunk. */
  @Name("loomtrace.test.Obstacle")
  @Period("endChunk")
  private static final class Obstacle extends Event {}

  @Test
  void doesNotBlockThreadsThatRequestIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Runnable hook =
        () -> {
          reached.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    jdk.jfr.FlightRecorder.addPeriodicEvent(Obstacle.class, hook);
    try {
      // JFR cannot start a chunk now, and threads that try have to wait.
      Path file = folder.resolve("window.jfr");
      CompletableFuture<Path> first = recorder.dump(file, "first");
      reached.await();
      CompletableFuture<Path> second = recorder.dump(file, "second");
      assertFalse(first.isDone());
      assertFalse(second.isDone());
      released.countDown();
      assertEquals(file, first.get());
      assertEquals(file, second.get());
      assertTrue(reasons(file).containsAll(List.of("first", "second")));
    } finally {
      released.countDown();
      jdk.jfr.FlightRecorder.removePeriodicEvent(hook);
    }
  }

  @Test
  void isMadeAtMostOnceInAnInterval() throws Exception {
    recorder.close();
    recorder =
        new FlightRecorder(
            FlightRecorder.Config.builder().minDumpInterval(Duration.ofDays(1)).build());
    recorder.start();
    Path file = folder.resolve("first.jfr");
    recorder.dump(file, "first").get();
    CompletableFuture<Path> second = recorder.dump(folder.resolve("second.jfr"), "second");
    ExecutionException refused = assertThrows(ExecutionException.class, second::get);
    assertInstanceOf(RejectedExecutionException.class, refused.getCause());
    assertTrue(
        refused.getCause().getMessage().endsWith("minimum interval is 86400000 ms"),
        refused.getCause().getMessage());
    recorder.writeTo(file); // Has no minimum interval.
    assertEquals(List.of("first"), reasons(file));
  }

  @Test
  void handsItsFailureOver() throws Exception {
    Path impossible = folder.resolve("missing").resolve("window.jfr");
    CompletableFuture<Path> failed = recorder.dump(impossible, "impossible");
    ExecutionException thrown = assertThrows(ExecutionException.class, failed::get);
    assertInstanceOf(NoSuchFileException.class, thrown.getCause());
    recorder.dump(folder.resolve("possible.jfr"), "possible").get();
  }

  @Test
  void failsWithoutAStartedRecorder() {
    recorder.stop();
    CompletableFuture<Path> dump = recorder.dump(folder.resolve("window.jfr"), "late");
    ExecutionException thrown = assertThrows(ExecutionException.class, dump::get);
    assertInstanceOf(IllegalStateException.class, thrown.getCause());
    assertEquals("flight recorder is not started", thrown.getCause().getMessage());
  }

  @Test
  void isWaitedForByStop() throws Exception {
    SlowStream out = writeSlowly();
    Path file = folder.resolve("window.jfr");
    CompletableFuture<Path> dump = recorder.dump(file, "last");
    Thread stopper = Thread.ofPlatform().start(recorder::stop);
    Awaitility.await()
        .until(
            () ->
                !recorder.isEnabled() && Set.of(Thread.State.WAITING).contains(stopper.getState()));
    assertFalse(dump.isDone());
    out.released.countDown();
    stopper.join();
    assertEquals(List.of("last"), reasons(file));
    assertEquals(file, dump.get()); // Completed by another thread, maybe a moment later.
  }

  @Test
  void mayStopTheRecorderWhenItIsComplete() throws Exception {
    recorder.dump(folder.resolve("window.jfr"), "last").thenRun(recorder::stop).get();
    assertFalse(recorder.isEnabled());
  }
}
