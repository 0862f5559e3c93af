package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.annotation.RegionEvent;
import dev.loomtrace.annotation.TaskEvent;
import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class TaskTest {
  private Recorded recorded;

  @BeforeEach
  void record() {
    recorded = Recorded.start();
  }

  @AfterEach
  void stop() {
    recorded.close();
  }

  @Test
  void isRecordedFromStartToEnd() {
    Task task = Task.begin("checkout");
    assertTrue(task.id() > 0);
    assertEquals("checkout", task.name());
    task.end();

    RecordedEvent event = recorded.complete(EventNames.TASK);
    assertEquals(task.id(), event.getLong(EventNames.ID));
    assertEquals("checkout", event.getString(EventNames.NAME));
    assertEquals(0, event.getLong(EventNames.PARENT));
    assertEquals(Thread.currentThread().threadId(), event.getLong(EventNames.OWNER));
    assertEquals(Thread.currentThread().threadId(), event.getThread().getJavaThreadId());
    assertTrue(event.getDuration().isPositive());
  }

  @Test
  void isTheContextOfOtherEventsInTheMetadata() {
    assumeTrue(Runtime.version().feature() >= 25, "jdk.jfr.Contextual is in JDK 25 only");
    assertContextual(TaskEvent.class, EventNames.ID, EventNames.NAME);
    assertContextual(RegionEvent.class, EventNames.NAME);
  }

  private static void assertContextual(Class<? extends Event> event, String... fields) {
    assertEquals(
        List.of(fields),
        EventType.getEventType(event).getFields().stream()
            .filter(
                field ->
                    field.getAnnotationElements().stream()
                        .anyMatch(a -> a.getTypeName().equals("jdk.jfr.Contextual")))
            .map(ValueDescriptor::getName)
            .toList());
  }

  @Test
  void isCurrentUntilItEnds() {
    assertSame(Task.BACKGROUND, Task.current());
    try (Task outer = Task.begin("outer")) {
      assertSame(outer, Task.current());
      try (Task inner = Task.begin("inner")) {
        assertSame(inner, Task.current());
      }
      assertSame(outer, Task.current());
    }
    assertSame(Task.BACKGROUND, Task.current());
  }

  @Test
  void hasTheCurrentTaskOrTheGivenOneAsParent() {
    try (Task outer = Task.begin("outer");
        Task inner = Task.begin("inner");
        Task other = Task.begin("other", outer);
        Task none = Task.begin("none", Task.BACKGROUND)) {
      none.end();
      other.end();
      inner.end();
      outer.end();
      List<RecordedEvent> events = Recorded.complete(recorded.events(), EventNames.TASK);
      assertEquals(0, parent(events, outer));
      assertEquals(outer.id(), parent(events, inner));
      assertEquals(outer.id(), parent(events, other));
      assertEquals(0, parent(events, none));
    }
  }

  private static long parent(List<RecordedEvent> events, Task task) {
    return events.stream()
        .filter(event -> event.getLong(EventNames.ID) == task.id())
        .findAny()
        .orElseThrow()
        .getLong(EventNames.PARENT);
  }

  @Test
  void goesBackToWhatWasCurrentNotToTheGivenParent() {
    try (Task parent = Task.begin("parent")) {
      CompletableFuture.runAsync(
              () -> {
                try (Task before = Task.begin("before", Task.BACKGROUND)) {
                  Task child = Task.begin("child", parent);
                  child.end();
                  assertSame(before, Task.current());
                }
              },
              TaskTest::onNewThread)
          .join();
    }
  }

  @Test
  void endsOnceOnWhateverThread() {
    Task task = Task.begin("handed over");
    Thread ender = onNewThread(task::end);
    join(ender);
    task.end();
    RecordedEvent event = recorded.complete(EventNames.TASK);
    assertEquals(ender.threadId(), event.getThread().getJavaThreadId());
    assertEquals(Thread.currentThread().threadId(), event.getLong(EventNames.OWNER));
  }

  @Test
  void isNotCurrentAnyMoreWhenAnotherThreadHasEndedIt() {
    try (Task outer = Task.begin("outer")) {
      Task inner = Task.begin("inner");
      join(onNewThread(inner::end));
      assertSame(outer, Task.current());
    }
  }

  @Test
  void isInheritedByThreadsOfEveryKind() throws Exception {
    try (Task task = Task.begin("inherited");
        ExecutorService perTask = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService pool = Executors.newFixedThreadPool(1)) {
      assertSame(task, perTask.submit(Task::current).get());
      assertSame(task, pool.submit(Task::current).get());
      FutureTask<Task> platform = new FutureTask<>(Task::current);
      onNewThread(platform);
      assertSame(task, platform.get());
      FutureTask<Task> virtual = new FutureTask<>(Task::current);
      Thread.startVirtualThread(virtual);
      assertSame(task, virtual.get());
      FutureTask<Task> without = new FutureTask<>(Task::current);
      Thread.ofVirtual().inheritInheritableThreadLocals(false).start(without);
      assertSame(Task.BACKGROUND, without.get());
    }
  }

  @Test
  void isNotInheritedOnceItHasEnded() throws Exception {
    Task task = Task.begin("ended");
    FutureTask<Task> child = new FutureTask<>(Task::current);
    Thread unstarted = Thread.ofVirtual().unstarted(child);
    join(onNewThread(task::end)); // Elsewhere: this thread has not looked at it since.
    FutureTask<Task> late = new FutureTask<>(Task::current);
    onNewThread(late);
    assertSame(Task.BACKGROUND, late.get());
    unstarted.start();
    assertSame(Task.BACKGROUND, child.get());
  }

  @Test
  void leavesItsNearestOpenAncestorToThreadsThatInheritedIt() throws Exception {
    try (Task outer = Task.begin("outer");
        ExecutorService pool = Executors.newFixedThreadPool(1)) {
      try (Task inner = Task.begin("inner")) {
        try (Task innermost = Task.begin("innermost")) {
          assertSame(innermost, pool.submit(Task::current).get());
        }
        assertSame(inner, pool.submit(Task::current).get());
      }
      assertSame(outer, pool.submit(Task::current).get());
      outer.end();
      assertSame(Task.BACKGROUND, pool.submit(Task::current).get());
    }
  }

  @Test
  void goesWithWhatIsWrapped() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      assertSame(Task.BACKGROUND, pool.submit(Task::current).get());
      AtomicReference<Task> seen = new AtomicReference<>();
      try (Task task = Task.begin("wrapped")) {
        assertSame(Task.BACKGROUND, pool.submit(Task::current).get());
        Callable<Task> callable = Task.wrapCallable(Task::current);
        assertSame(task, pool.submit(callable).get());
        pool.submit(Task.wrap(() -> seen.set(Task.current()))).get();
        assertSame(task, seen.getAndSet(null));
        Executor executor = pool;
        CountDownLatch done = new CountDownLatch(1);
        Task.wrapExecutor(executor)
            .execute(
                () -> {
                  seen.set(Task.current());
                  done.countDown();
                });
        done.await();
        assertSame(task, seen.get());
        assertSame(Task.BACKGROUND, pool.submit(Task::current).get());
      }
    }
  }

  @Test
  void goesWithEverythingHandedToAWrappedExecutor() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorService wrapped = Task.wrapExecutor(pool)) {
      try (Task task = Task.begin("pooled")) {
        AtomicReference<Task> seen = new AtomicReference<>();
        Runnable look = () -> seen.set(Task.current());
        assertSame(task, wrapped.submit(Task::current).get());
        wrapped.submit(look).get();
        assertSame(task, seen.getAndSet(null));
        assertEquals("done", wrapped.submit(look, "done").get());
        assertSame(task, seen.getAndSet(null));
        List<Callable<Task>> both = List.of(Task::current, Task::current);
        assertSame(task, wrapped.invokeAll(both).getLast().get());
        assertSame(task, wrapped.invokeAll(both, 1, TimeUnit.MINUTES).getFirst().get());
        assertSame(task, wrapped.invokeAny(both));
        assertSame(task, wrapped.invokeAny(both, 1, TimeUnit.MINUTES));
      }
      assertSame(Task.BACKGROUND, wrapped.submit(Task::current).get());
      wrapped.shutdown();
      assertTrue(pool.isShutdown());
    }
  }

  @Test
  void isHiddenFromPoolThreadsThatInheritedItByWrapping() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(1);
        Task first = Task.begin("first")) {
      assertSame(first, pool.submit(Task::current).get());
      FutureTask<Task> outside =
          new FutureTask<>(() -> Task.wrapExecutor(pool).submit(Task::current).get());
      Thread.ofPlatform().inheritInheritableThreadLocals(false).start(outside);
      assertSame(Task.BACKGROUND, outside.get());
    }
  }

  @Test
  void isCurrentWhereItIsAttached() throws Exception {
    Task task = Task.begin("attached");
    FutureTask<Void> other =
        new FutureTask<>(
            () -> {
              try (Task.Scope scope = task.attach()) {
                assertSame(task, Task.current());
                try (Task.Scope none = Task.BACKGROUND.attach()) {
                  assertSame(Task.BACKGROUND, Task.current());
                }
                task.end();
                assertSame(Task.BACKGROUND, Task.current());
              }
              return null;
            });
    Thread.ofVirtual().inheritInheritableThreadLocals(false).start(other);
    other.get();
  }

  @Test
  void runsActionsAndReturnsResults() throws Exception {
    List<String> seen = new ArrayList<>();
    Task.run("run", () -> seen.add(Task.current().name()));
    assertEquals("call", Task.call("call", () -> Task.current().name()));
    assertEquals(List.of("run"), seen);
    IOException thrown = new IOException();
    assertSame(
        thrown,
        assertThrows(
            IOException.class,
            () ->
                Task.<Void, IOException>call(
                    "throw",
                    () -> {
                      throw thrown;
                    })));
    Callable<String> callable = () -> "callable";
    assertEquals("callable", Task.call("callable", callable::call));
    assertSame(Task.BACKGROUND, Task.current());
    assertEquals(4, Recorded.complete(recorded.events(), EventNames.TASK).size());
  }

  @Test
  void takesNullForTheWord() {
    assertSame(Task.BACKGROUND, Task.current());
    Task.begin(null, null).end();
    assertEquals("null", recorded.complete(EventNames.TASK).getString(EventNames.NAME));
  }

  @Test
  void isTheBackgroundTaskWithoutARecording() {
    Task task = Task.begin("seen");
    recorded.close();
    assertFalse(Task.isEnabled());
    assertSame(Task.BACKGROUND, Task.begin("unseen"));
    assertSame(Task.BACKGROUND, Task.begin("unseen", task));
    assertSame(Task.BACKGROUND, Task.current());
    Runnable action = () -> {};
    assertSame(action, Task.wrap(action));
    Callable<String> callable = () -> "";
    assertSame(callable, Task.wrapCallable(callable));
    Supplier<String> supplier = () -> "";
    assertSame(supplier, Task.wrapSupplier(supplier));
    Task.BACKGROUND.end();
    assertEquals(0, Task.BACKGROUND.id());
    assertEquals("", Task.BACKGROUND.name());
    recorded = Recorded.start();
    assertTrue(Task.isEnabled());
    assertSame(task, Task.current());
    task.end();
    assertNotSame(task, Task.current());
  }

  @Test
  void doesNotAddUpWhenEachTaskBeginsTheNext() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      // Each begins the next before it ends; the first ones must not be reachable from the last.
      Task previous = Task.begin("0");
      WeakReference<Task> first = new WeakReference<>(previous);
      for (int i = 1; i < 100; i++) {
        Task next = Task.begin(Integer.toString(i));
        previous.end();
        previous = next;
      }
      assertSame(previous, pool.submit(Task::current).get());
      Awaitility.await()
          .until(
              () -> {
                System.gc();
                return first.refersTo(null);
              });
      assertSame(previous, Task.current());
      previous.end();
    }
  }

  private static Thread onNewThread(Runnable action) {
    return Thread.ofPlatform().start(action);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // What compiles here without a cast is part of the API.
  @Test
  void wrapsLambdasOfEachKind() throws Exception {
    List<Integer> done = new ArrayList<>();
    Task task = Task.open("wrapped");
    Runnable returning;
    Callable<Void> throwing;
    Supplier<Task> supplier;
    try (Task.Scope scope = task.attach()) {
      returning = Task.wrap(() -> done.add(1));
      throwing =
          Task.wrapCallable(
              () -> {
                throw new IOException(Task.current().name());
              });
      supplier = Task.wrapSupplier(Task::current);
    }
    returning.run();
    assertEquals(List.of(1), done);
    assertEquals("wrapped", assertThrows(IOException.class, throwing::call).getMessage());
    assertSame(task, supplier.get());
    assertSame(task, CompletableFuture.supplyAsync(supplier).get());
    assertSame(Task.BACKGROUND, Task.current());
    task.end();
  }

  /** The agent names threads after what is wrapped. */
  @Test
  @SuppressWarnings("unchecked")
  void wrappersAreEntriesWithWhatIsWrapped() {
    Runnable action = () -> {};
    Callable<String> callable = () -> "";
    Supplier<String> supplier = () -> "";
    Task task = Task.begin("wrapping");
    for (Object[] pair :
        List.of(
            new Object[] {action, Task.wrap(action)},
            new Object[] {callable, Task.wrapCallable(callable)},
            new Object[] {supplier, Task.wrapSupplier(supplier)})) {
      Map.Entry<Task, Object> entry = (Map.Entry<Task, Object>) pair[1];
      assertSame(task, entry.getKey());
      assertSame(pair[0], entry.getValue());
      assertThrows(UnsupportedOperationException.class, () -> entry.setValue(null));
      assertTrue(entry.getClass().getName().startsWith("dev.loomtrace.Task$"));
    }
    task.end();
  }
}
