package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that are opened without becoming current, and what is known of them. */
@SuppressWarnings("try")
class OpenTaskTest {
  private Recorded recorded;

  @BeforeEach
  void record() {
    recorded = Recorded.start();
  }

  @AfterEach
  void stop() {
    recorded.close();
  }

  private RecordedEvent ended(Task task) {
    task.end();
    return Recorded.complete(recorded.events(), EventNames.TASK).stream()
        .filter(event -> event.getLong(EventNames.ID) == task.id())
        .findAny()
        .orElseThrow();
  }

  private static List<String> attributes(RecordedEvent event) {
    return Arrays.asList(event.getString(EventNames.ATTRIBUTES).split("\n"));
  }

  @Test
  void isRecordedWithTheLastNameThatItWasGiven() {
    Task span = Task.open("GET");
    Recorded.rotate();
    span.rename("GET /orders/{id}");
    assertEquals("GET /orders/{id}", span.name());
    assertEquals("GET /orders/{id}", ended(span).getString(EventNames.NAME));
    assertEquals("GET /orders/{id}", span.rename("late").name());
    assertEquals("", Task.BACKGROUND.rename("none").name());
    assertEquals(
        Set.of("GET"),
        Recorded.announced(recorded.events(), EventNames.TASK).stream()
            .map(event -> event.getString(EventNames.NAME))
            .collect(Collectors.toSet()));
  }

  @Test
  void isCurrentOnlyWhereItIsAttached() throws Exception {
    Task span = Task.open("span");
    assertSame(Task.BACKGROUND, Task.current());
    FutureTask<Task> inherited = new FutureTask<>(Task::current);
    Thread.ofVirtual().start(inherited).join();
    assertSame(Task.BACKGROUND, inherited.get());
    FutureTask<Long> elsewhere =
        new FutureTask<>(
            () -> {
              try (Task.Scope scope = span.attach()) {
                assertSame(span, Task.current());
                Log.log("", "inside");
              }
              assertSame(Task.BACKGROUND, Task.current());
              span.end();
              return Thread.currentThread().threadId();
            });
    Thread.ofPlatform().start(elsewhere).join();
    RecordedEvent event = recorded.complete(EventNames.TASK);
    assertEquals(Thread.currentThread().threadId(), event.getLong(EventNames.OWNER));
    assertEquals(elsewhere.get(), event.getThread().getJavaThreadId());
    RecordedEvent log = recorded.events(EventNames.LOG).getFirst();
    assertEquals(span.id(), log.getLong(EventNames.TASK_ID));
  }

  @Test
  void isAChildOfTheCurrentTaskOrOfTheOneThatIsGiven() {
    try (Task outer = Task.begin("outer")) {
      Task child = Task.open("child");
      Task ofChild = Task.open("of child", child);
      Task root = Task.open("root", null);
      assertSame(outer, Task.current());
      assertEquals(outer.id(), ended(child).getLong(EventNames.PARENT));
      assertEquals(child.id(), ended(ofChild).getLong(EventNames.PARENT));
      assertEquals(0, ended(root).getLong(EventNames.PARENT));
      assertSame(outer, Task.current());
    }
  }

  @Test
  void hasNeitherIdNorAttributesUnlessTheyAreGiven() {
    RecordedEvent event = ended(Task.open("plain"));
    assertNull(event.getString(EventNames.EXTERNAL_ID));
    assertNull(event.getString(EventNames.ATTRIBUTES));
    event = ended(Task.open("undone").externalId("id").externalId(null));
    assertNull(event.getString(EventNames.EXTERNAL_ID));
  }

  @Test
  void isRecordedWithWhatWasKnownAtItsEnd() {
    Task task = Task.begin("GET /orders").externalId("first").attribute("http.status", 500);
    task.attribute("flag", true).attribute("ratio", 0.5).attribute("user", "a=b\nc\\d\re");
    task.attribute("http.status", 200).externalId("4bf92f3577b34da6/00f067aa0ba902b7");
    task.attribute(null, null).attribute("a=b\\c\nd", "").attribute("", "empty");
    RecordedEvent event = ended(task);
    assertEquals("4bf92f3577b34da6/00f067aa0ba902b7", event.getString(EventNames.EXTERNAL_ID));
    assertEquals(
        List.of(
            "http.status=200",
            "flag=true",
            "ratio=0.5",
            "user=a=b\\nc\\\\d\\re",
            "null=null",
            "a\\=b\\\\c\\nd=",
            "=empty"),
        attributes(event));
  }

  @Test
  void isAnnouncedWithWhatIsKnownThen() {
    Task task = Task.open("open").externalId("id").attribute("stage", "first");
    Recorded.rotate();
    task.attribute("stage", "second");
    RecordedEvent complete = ended(task);
    List<RecordedEvent> announced =
        Recorded.announced(recorded.events(), EventNames.TASK).stream()
            .filter(event -> event.getLong(EventNames.ID) == task.id())
            .toList();
    assertEquals(2, announced.size());
    for (RecordedEvent event : announced) {
      assertEquals("id", event.getString(EventNames.EXTERNAL_ID));
      assertEquals("stage=first", event.getString(EventNames.ATTRIBUTES));
    }
    assertEquals("stage=second", complete.getString(EventNames.ATTRIBUTES));
  }

  @Test
  void takesNothingAfterItsEnd() {
    try (Warnings warnings = Warnings.capture()) {
      Task task = Task.open("ended");
      RecordedEvent event = ended(task);
      for (int i = 0; i < 100; i++) {
        task.externalId("late").attribute("late" + i, 1);
      }
      assertNull(event.getString(EventNames.ATTRIBUTES));
      assertNull(ended(task).getString(EventNames.EXTERNAL_ID));
      Task.BACKGROUND.externalId("none").attribute("a", "b");
      assertEquals(List.of(), warnings.messages());
    }
  }

  @Test
  void ignoresAttributesBeyondThirtyTwoAndReportsThePlaceOnce() {
    try (Warnings warnings = Warnings.capture()) {
      Task task = Task.open("crowded");
      for (int i = 0; i < 40; i++) {
        task.attribute("key" + i, i);
      }
      task.attribute("key0", "replaced");
      List<String> recordedOnes = attributes(ended(task));
      assertEquals(32, recordedOnes.size());
      assertEquals("key0=replaced", recordedOnes.getFirst());
      assertEquals("key31=31", recordedOnes.getLast());
      assertEquals(1, warnings.messages().size(), warnings.messages().toString());
      String message = warnings.messages().getFirst();
      assertTrue(message.startsWith("task \"crowded\" has too many attributes"), message);
      assertTrue(message.contains("OpenTaskTest.java:"), message);
    }
  }

  @Test
  void takesSeveralAttributesAtOnceAsIfOneByOne() {
    for (int repeated = 0; repeated < 3; repeated++) { // The same ones again may be known already.
      String[] some = {"a", "1", "b=", "x\ny", "a", "2", null, null};
      Task task = Task.open("several").attributes(some);
      Arrays.fill(some, "changed");
      List<String> expected = List.of("a=2", "b\\==x\\ny", "null=null");
      assertEquals(expected, attributes(ended(task)));
    }
    Task same = Task.open("same").attributes("a", "1", "b", "2");
    Task other = Task.open("other").attributes("a", "1", "b", "2").attributes("b", "3", "c", "4");
    assertEquals(List.of("a=1", "b=3", "c=4"), attributes(ended(other)));
    assertEquals(List.of("a=1", "b=2"), attributes(ended(same)));
    assertNull(ended(Task.open("none").attributes()).getString(EventNames.ATTRIBUTES));
  }

  @Test
  void doesNotTakeOneSetOfAttributesForAnotherOfTheSameHash() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    Task first = Task.open("first").attributes("Aa", "1");
    Task second = Task.open("second").attributes("BB", "1");
    assertEquals(List.of("Aa=1"), attributes(ended(first)));
    assertEquals(List.of("BB=1"), attributes(ended(second)));
  }

  @Test
  void reportsWhatItCannotTakeOfSeveralAttributes() {
    try (Warnings warnings = Warnings.capture()) {
      Task task = Task.open("odd").attributes("a", "1", "b").attributes((String[]) null);
      assertEquals(List.of("a=1"), attributes(ended(task)));
      assertEquals(1, warnings.messages().size(), warnings.messages().toString());
      String message = warnings.messages().getFirst();
      assertTrue(message.startsWith("task \"odd\" has a key without a value"), message);
      String[] many = IntStream.range(0, 80).mapToObj(Integer::toString).toArray(String[]::new);
      RecordedEvent crowded = ended(Task.open("crowded").attributes(many).attributes(many));
      assertEquals(32, attributes(crowded).size());
      assertEquals("62=63", attributes(crowded).getLast());
      assertEquals(2, warnings.messages().size(), warnings.messages().toString());
    }
  }

  @Test
  void recordsTheLargestOneThereIs() {
    Task task = Task.open("large").externalId("i".repeat(2000));
    for (int i = 0; i < 32; i++) {
      task.attribute(i + "=".repeat(2000), "\n".repeat(2000)); // Each character is escaped.
    }
    RecordedEvent event = ended(task);
    assertEquals("i".repeat(1024), event.getString(EventNames.EXTERNAL_ID));
    List<String> lines = attributes(event);
    assertEquals(32, lines.size());
    assertEquals("31" + "\\=".repeat(126) + "=" + "\\n".repeat(1024), lines.getLast());
  }

  @Test
  void doesNotCutACharacterInTwo() {
    String face = "\ud83d\ude00";
    RecordedEvent event =
        ended(Task.open("cut").attribute("k", "x".repeat(1023) + face).externalId(face));
    assertEquals(List.of("k=" + "x".repeat(1023)), attributes(event));
    assertEquals(face, event.getString(EventNames.EXTERNAL_ID));
  }

  @Test
  void losesNoneThatThreadsAddAtTheSameTime() throws Exception {
    Task task = Task.open("shared");
    CountDownLatch ready = new CountDownLatch(8);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int number = t;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    ready.countDown();
                    while (ready.getCount() > 0) {
                      Thread.onSpinWait();
                    }
                    for (int i = 0; i < 4000; i++) {
                      task.attribute(number + "." + i % 4, i);
                    }
                  }));
    }
    Recorded.rotate(); // Reads them meanwhile.
    for (Thread thread : threads) {
      thread.join();
    }
    Set<String> expected =
        IntStream.range(0, 32)
            .mapToObj(i -> i / 4 + "." + i % 4 + "=" + (3996 + i % 4))
            .collect(Collectors.toSet());
    RecordedEvent event = ended(task);
    assertNotNull(event.getString(EventNames.ATTRIBUTES));
    assertEquals(expected, Set.copyOf(attributes(event)));
  }
}
