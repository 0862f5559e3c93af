package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceReaderTest {
  @Test
  void givesEveryKindOfEventBackUnchanged() throws IOException {
    List<TraceEvent> events = Samples.everyKind();
    List<TraceEvent> read = new ArrayList<>();
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    try (TraceReader reader = new ListTraceReader(events)) {
      while (reader.next()) {
        read.add(reader.event());
        kinds.add(reader.kind());
      }
    }
    assertEquals(events, read);
    assertEquals(EnumSet.allOf(EventKind.class), kinds);
  }

  @Test
  void accessorsSayWhatTheSnapshotSays() throws IOException {
    try (TraceReader reader = new ListTraceReader(Samples.everyKind())) {
      while (reader.next()) {
        TraceEvent event = reader.event();
        assertEquals(event.time(), reader.time());
        assertEquals(event.context(), reader.context());
        assertEquals(event.stack(), reader.stack());
        if (event instanceof TraceEvent.GoTransition t) {
          assertEquals(t.goroutine(), reader.resourceId());
          assertSame(t.from(), reader.goFrom());
          assertSame(t.to(), reader.goTo());
          assertEquals(t.cause(), reader.cause());
          assertEquals(t.waker(), reader.waker());
          assertEquals(t.waker().kind(), reader.wakeKind());
          assertEquals(t.waker().thread(), reader.wakerThread());
          assertEquals(t.thread(), reader.goroutineThread());
          assertEquals(t.goroutineStack(), reader.goroutineStack());
          assertEquals(t.stackWeight(), reader.stackWeight());
          assertEquals(t.goroutineStack().isNone(), reader.stackWeight() == 0);
        }
      }
    }
  }

  @Test
  void refusesAnAccessorOfAnotherKindByName() throws IOException {
    try (TraceReader reader = new ListTraceReader(Samples.everyKind())) {
      assertTrue(reader.next());
      IllegalStateException e = assertThrows(IllegalStateException.class, reader::goTo);
      assertEquals("goTo() on SYNC", e.getMessage());
    }
  }

  @Test
  void hasNoEventBeforeTheFirstAndAfterTheLast() throws IOException {
    try (TraceReader reader = new ListTraceReader(Samples.everyKind())) {
      assertThrows(IllegalStateException.class, reader::kind);
      while (reader.next()) {
        reader.kind();
      }
      assertFalse(reader.next());
      assertThrows(IllegalStateException.class, reader::kind);
      assertThrows(IllegalStateException.class, reader::event);
    }
  }

  @Test
  void isDeadAfterAnException() {
    TraceReader reader =
        new TraceReader() {
          @Override
          protected boolean advance() throws IOException {
            throw MalformedTraceException.at(16, "gen 1", "found 3, expected 4");
          }
        };
    MalformedTraceException e = assertThrows(MalformedTraceException.class, reader::next);
    assertEquals("offset 0x10 (gen 1): found 3, expected 4", e.getMessage());
    assertEquals(16, e.offset());
    assertFalse(assertDoesNotThrowNext(reader));
  }

  @Test
  void resolvesReferencesOnlyWhenAskedAndOnlyOnce() throws IOException {
    List<String> resolved = new ArrayList<>();
    TraceReader reader =
        new TraceReader() {
          private int left = 2;

          @Override
          protected boolean advance() {
            if (left-- == 0) {
              return false;
            }
            goTransition(left, 7, GoState.RUNNING, GoState.WAITING);
            withTextRef(3);
            withStackRef(4);
            withGoroutineStackRef(4);
            return true;
          }

          @Override
          protected String resolveText(long ref) {
            resolved.add("text " + ref);
            return "sync";
          }

          @Override
          protected Stack resolveStack(long ref) {
            resolved.add("stack " + ref);
            return Samples.STACK;
          }
        };
    assertTrue(reader.next());
    assertEquals(List.of(), resolved);
    assertTrue(reader.next());
    assertEquals("sync", reader.cause().text());
    assertEquals("sync", reader.cause().text());
    assertSame(Samples.STACK, reader.stack());
    assertEquals(List.of("text 3", "stack 4"), resolved);
  }

  @Test
  void readingByAccessorsAllocatesNothing() throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long events = 100_000;
    TraceReader reader = countingReader(2 * events);
    long sum = touch(reader, events);
    long before = threads.getCurrentThreadAllocatedBytes();
    sum += touch(reader, events);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(sum > 0);
    assertTrue(allocated < events, allocated + " bytes for " + events + " events");
  }

  @Test
  void copyToHandsEachEventToAllSinks() throws IOException {
    List<EventKind> first = new ArrayList<>();
    List<EventKind> second = new ArrayList<>();
    try (TraceReader reader = new ListTraceReader(Samples.everyKind())) {
      reader.copyTo(event -> first.add(event.kind()), event -> second.add(event.kind()));
    }
    assertEquals(Samples.everyKind().stream().map(TraceEvent::kind).toList(), first);
    assertEquals(first, second);
  }

  @Test
  void contextIsTheSameObjectWhileItDoesNotChange() throws IOException {
    TraceReader reader = countingReader(3);
    assertTrue(reader.next());
    Context context = reader.context();
    assertTrue(reader.next());
    assertNotSame(null, context);
    assertSame(context, reader.context());
  }

  private static boolean assertDoesNotThrowNext(TraceReader reader) {
    try {
      return reader.next();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long touch(TraceReader reader, long events) throws IOException {
    long sum = 0;
    for (long i = 0; i < events && reader.next(); i++) {
      if (reader.kind() == EventKind.GO_TRANSITION && reader.goTo() == GoState.WAITING) {
        sum += reader.resourceId() + reader.time() + reader.goroutine();
        sum += reader.cause().word().length();
      }
    }
    return sum;
  }

  private static TraceReader countingReader(long events) {
    return new TraceReader() {
      private long done;

      @Override
      protected boolean advance() {
        if (done == events) {
          return false;
        }
        done++;
        at(1, 0, 300);
        goTransition(done, 300, GoState.RUNNING, GoState.WAITING);
        withText("sync");
        withStack(Samples.STACK);
        withGoroutineStack(Samples.STACK);
        return true;
      }
    };
  }
}
