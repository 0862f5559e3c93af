package dev.loomtrace.jfr.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;

/** A bit of everything, for a moment, in a JVM that is being recorded. */
public final class ZooProgram {
  private static final long MOMENT = 700_000_000;
  private static final Object LOCK = new Object();
  private static volatile Object kept;

  /** Values of all types that an event may have. */
  @Name("test.Everything")
  @Category({"Zoo", "Animals"})
  static final class Everything extends Event {
    byte octet;
    char character;
    short small;
    int number;
    long big;
    float single;
    double fraction;
    boolean yes;
    String text;
    Class<?> type;
    Thread thread;
  }

  private ZooProgram() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path file = Files.createTempFile("zoo", ".txt");
    String[] texts = {
      null, "", "plain", "Grüße ☃ 𝄞", "x".repeat(300), "\u0000odd\ud800", "é\udc00"
    };
    long end = System.nanoTime() + MOMENT;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Runnable busy = () -> work(file, end);
      Thread thread = i % 2 == 0 ? virtual(busy) : new Thread(busy);
      thread.setName(i == 0 ? "" : i % 2 == 0 ? "virtual ü" : "platform");
      thread.start();
      threads.add(thread);
    }
    for (int i = 0; i < 400; i++) {
      Everything event = new Everything();
      event.octet = (byte) i;
      event.character = (char) (i * 977);
      event.small = (short) (-i * 311);
      event.number = i % 3 == 0 ? Integer.MIN_VALUE + i : i * 7919;
      event.big = (i % 2 == 0 ? 1L : -1L) << (i % 64);
      event.single = i % 50 == 0 ? Float.NaN : i / 3f;
      event.fraction = i % 50 == 1 ? Double.NEGATIVE_INFINITY : i / -7.0;
      event.yes = i % 3 == 0;
      event.text = texts[i % texts.length];
      event.type = i % 4 == 0 ? null : i % 4 == 1 ? int[][].class : Everything.class;
      event.thread = i % 5 == 0 ? null : i % 5 == 1 ? threads.get(i % 6) : Thread.currentThread();
      event.commit();
      if (i % 150 == 149) {
        FlightRecorder.getFlightRecorder().takeSnapshot().close(); // Ends the chunk.
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.gc();
    Files.delete(file);
  }

  /** A virtual thread where there are such: this runs on Java 17, too. */
  private static Thread virtual(Runnable task) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (Thread)
          Class.forName("java.lang.Thread$Builder")
              .getMethod("unstarted", Runnable.class)
              .invoke(builder, task);
    } catch (ReflectiveOperationException e) {
      return new Thread(task);
    }
  }

  private static void work(Path file, long end) {
    int i = 0;
    while (System.nanoTime() < end) {
      synchronized (LOCK) {
        kept = new byte[1 << (i % 20)];
        if (i++ % 20 == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      try {
        Files.writeString(file, "zoo " + kept);
        throw new IllegalStateException("for the record");
      } catch (IOException | IllegalStateException e) {
        kept = e;
      }
    }
  }
}
