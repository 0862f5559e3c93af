package dev.loomtrace.recorder;

import dev.loomtrace.internal.ProblemLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/** A running recording that keeps a window: JFR drops the chunks that are too old or too many. */
final class JfrWindow implements Window {
  // Loaded with the window, so that the first request for a dump does not wait for it.
  private static final DumpEvent ANY_DUMP = new DumpEvent();
  private static final TriggerEvent ANY_TRIGGER = new TriggerEvent();

  private final Recording recording;
  private final DescriptorReserve descriptors;

  private final Annotations annotations;

  private JfrWindow(Recording recording, DescriptorReserve descriptors, Annotations annotations) {
    this.recording = recording;
    this.descriptors = descriptors;
    this.annotations = annotations;
  }

  static Window open(Map<String, String> settings, Limits limits, Annotations annotations)
      throws IOException {
    DescriptorReserve descriptors = new DescriptorReserve();
    return descriptors.use(
        () -> {
          Recording recording = new Recording();
          try {
            recording.setName("Loomtrace flight recorder");
            recording.setSettings(settings);
            recording.setToDisk(true);
            // JFR subtracts it from an Instant, whose range is smaller than that of a Duration.
            recording.setMaxAge(limits.window());
            recording.setMaxSize(limits.maxBytes());
            recording.start();
            return new JfrWindow(recording, descriptors, annotations);
          } catch (RuntimeException | Error e) {
            recording.close();
            throw e;
          }
        });
  }

  @Override
  public void rotate() throws IOException {
    // The cheapest way there is: other recordings are not touched, and no settings change.
    descriptors.use(() -> FlightRecorder.getFlightRecorder().takeSnapshot()).close();
  }

  @Override
  public void mark(String reason) {
    mark(reason, annotations.currentTask());
  }

  @Override
  public void mark(Cause cause) {
    mark(cause.text(), cause.taskId());
    if (ANY_TRIGGER.isEnabled()) {
      TriggerEvent.of(cause).commit();
    }
  }

  private static void mark(String reason, long task) {
    if (ANY_DUMP.isEnabled()) {
      DumpEvent event = new DumpEvent();
      event.reason = reason;
      event.taskId = task;
      event.commit();
    }
  }

  @Override
  public long copyTo(OutputStream out) throws IOException {
    requireRunning();
    // A stopped copy shares the chunks, and keeps them until it is closed. JFR's own dump would
    // hold the lock of the whole recorder as long as it writes.
    try (Recording copy = descriptors.use(() -> recording.copy(true));
        InputStream in = copy.getStream(null, null)) {
      requireRunning(); // Then it was when the copy was made.
      if (in == null) {
        throw new IOException("recording has no data");
      }
      try {
        return requireAll(in.transferTo(out), copy.getSize());
      } catch (IOException | RuntimeException e) {
        in.transferTo(OutputStream.nullOutputStream()); // Its close releases one chunk only.
        throw e;
      }
    }
  }

  // On JDK 21 JFR's stream skips chunks whose file is gone, as they are when the JVM ends.
  private static long requireAll(long bytes, long expected) throws IOException {
    if (bytes != expected) {
      throw new IOException(
          "only " + bytes + " of the recording's " + expected + " bytes could be read");
    }
    return bytes;
  }

  private void requireRunning() throws IOException {
    if (recording.getState() != RecordingState.RUNNING) {
      // By jcmd, for example, or by JFR when the JVM ends: an old window would pass for the latest.
      throw new IOException("the flight recorder's recording was stopped by someone else");
    }
  }

  @Override
  public long size() {
    return recording.getSize();
  }

  @Override
  public void close() {
    descriptors.close(); // If other recordings go on, JFR starts a chunk now.
    try {
      recording.close();
    } catch (SecurityException e) {
      ProblemLog.failure("flight recorder may not end its recording: " + e);
    }
  }
}
