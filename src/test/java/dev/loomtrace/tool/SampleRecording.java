package dev.loomtrace.tool;

import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Settings;
import dev.loomtrace.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** A recording of this JVM, without the agent: tasks of a platform thread, in two chunks. */
final class SampleRecording {
  static final int ORDERS = 20;

  private SampleRecording() {}

  /** Records orders, one after the other, and one longer thing. */
  static Path in(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("sample.jfr");
    try (Recording recording = new Recording()) {
      recording.setSettings(Settings.full().values());
      recording.start();
      Thread clerk = new Thread(SampleRecording::work, "clerk");
      clerk.start();
      clerk.join();
      // Begins another chunk.
      FlightRecorder.getFlightRecorder().takeSnapshot().close();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  private static void work() {
    Task.run("inventory", SampleRecording::takeInventory);
  }

  /** Takes longer than any order, since it has them all. */
  private static void takeInventory() {
    for (int i = 0; i < ORDERS; i++) {
      int number = i;
      Task.run("order", () -> Region.run("pack", () -> Log.log("number", "order " + number)));
    }
    waitForOthers();
  }

  private static void waitForOthers() {
    CountDownLatch done = new CountDownLatch(ORDERS);
    for (int i = 0; i < ORDERS; i++) {
      Thread.ofPlatform().start(done::countDown);
    }
    try {
      done.await();
      Thread.sleep(1); // They may have been quicker: this is a wait for certain.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
