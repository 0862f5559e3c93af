package dev.loomtrace.bridge;

import dev.loomtrace.bridge.instrument.Weaver;
import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Examines the JVM it runs in: makes virtual threads wait in every way, and looks whether a
 * recording of its own has it all. Takes a second or two, at most some twenty where virtual threads
 * do not get to run, and leaves nothing behind.
 */
final class Doctor {
  private static final String TRANSITIONS = "DoJVMTIVirtualThreadTransitions";
  private static final String EVERYTHING = "0 ns";

  /** A JVM is examined because it is sick: its carriers may be stuck forever. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DoctorReport report = new DoctorReport();

  private Doctor() {}

  /** Writes a {@link DoctorReport} to the file. */
  static void examine(Path file, Instrumentation instrumentation)
      throws IOException, InterruptedException {
    Doctor doctor = new Doctor();
    doctor.jvm();
    doctor.hooks();
    try {
      doctor.probes();
      doctor.primer();
      doctor.cost();
    } catch (TimeoutException e) {
      doctor.report.fail("virtual threads", e.getMessage());
    }
    doctor.losses();
    doctor.state("trigger", Recorder.PORT);
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    Integrations.lines(loaded).forEach(line -> doctor.report.note("spans", line));
    String[] named = doctor.state("requests", RequestTasks.PORT);
    Integrations.unnamed(loaded, named).forEach(line -> doctor.report.note("requests", line));
    doctor.state("mdc", RequestTasks.MDC_PORT);
    doctor.report.write(file);
  }

  private void jvm() {
    report.note("jvm", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    String version = Doctor.class.getPackage().getImplementationVersion();
    report.note("agent", version == null ? "version not known" : version);
    flag(
        TRANSITIONS,
        "true",
        "the JVM's own mount transitions, which JFR turns on, are the larger part of the cost of a"
            + " switch; -XX:+UnlockExperimentalVMOptions -XX:-"
            + TRANSITIONS
            + " avoids them, and debuggers and profilers then do not see virtual threads");
    ClassArchive.examine(report);
    if ("false".equals(System.getProperty("jdk.trackAllThreads"))) {
      report.warn(
          "jdk.trackAllThreads",
          "false: threads that are started directly have no status at chunk borders");
    }
  }

  private void flag(String name, String costly, String text) {
    try {
      String value =
          ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
              .getVMOption(name)
              .getValue();
      if (value.equals(costly)) {
        report.note(name, text);
      } else {
        report.ok(name, value);
      }
    } catch (IllegalArgumentException e) {
      // An experimental one: the JVM denies that it has it as long as they are locked.
      report.note(name, "locked, so as this JVM has it by default; where that is on: " + text);
    } catch (LinkageError e) {
      report.note(name, "this JVM does not say");
    }
  }

  private void hooks() {
    Weaver.joinPoints()
        .forEach(
            (method, present) -> {
              if (present) {
                report.ok("hook", method);
              } else {
                report.note("hook", method + ": missing from this JDK");
              }
            });
    if (Weaver.eventsAreLight()) {
      report.ok("events", "their fields' writer is not compiled into each commit");
    } else {
      report.note("events", "their fields' writer is compiled into each commit: they cost more");
    }
  }

  private void probes() throws IOException, InterruptedException, TimeoutException {
    try (Recording recording = recording()) {
      recording.start();
      Probes probes = new Probes(PATIENCE);
      try {
        probes.run();
        recording.stop();
      } finally {
        probes.release();
      }
      probes.finish();
      List<RecordedEvent> events = events(recording);
      probes.expectations().forEach(e -> report.expect(e.subject(), e.count(), e.in(events)));
      Predicate<RecordedEvent> statuses = named(EventNames.VIRTUAL_THREAD_STATUS);
      long found =
          events.stream()
              .filter(statuses)
              .filter(e -> e.getLong(EventNames.THREAD) == probes.lasting())
              .filter(e -> e.getLong(EventNames.SINCE) != 0)
              .count();
      if (found > 0) {
        report.ok("status", "a waiting thread is there at the end of the recording");
      } else {
        report.fail("status", "a thread that waits at the end of the recording is not there");
      }
    }
  }

  // Without the primer as many as JFR loses are missing; with it none may be.
  private void primer() throws IOException, InterruptedException, TimeoutException {
    if (!Probes.monitorsYield()) {
      report.note("primer", "not needed: monitors pin on this JDK");
      return;
    }
    long without = Probes.MONITOR_ROUNDS - monitorBlocks(false);
    long with = Probes.MONITOR_ROUNDS - monitorBlocks(true);
    String text =
        "of %d events of carriers JFR loses %d, with the primer %d"
            .formatted(Probes.MONITOR_ROUNDS, without, with);
    if (with == 0) {
      report.ok("primer", text);
    } else {
      report.fail("primer", text);
    }
  }

  private long monitorBlocks(boolean primer)
      throws IOException, InterruptedException, TimeoutException {
    try (Recording recording = recording()) {
      // Settings of all recordings are joined: with another one that has the primer on it is on.
      recording.enable(EventNames.PRIMER).with("enabled", Boolean.toString(primer));
      recording.start();
      Probes probes = new Probes(PATIENCE);
      probes.monitors();
      recording.stop();
      List<RecordedEvent> events = events(recording);
      return probes.expectations().stream().mapToLong(e -> e.in(events)).sum();
    }
  }

  private void cost() throws InterruptedException, TimeoutException {
    Probes probes = new Probes(PATIENCE);
    long off = probes.nanosPerYield();
    try (Recording recording = recording()) {
      recording.start();
      long on = probes.nanosPerYield();
      report.note(
          "cost",
          "a yield takes %d ns as this JVM is now, %d ns with everything recorded"
              .formatted(off, on));
    }
  }

  private void losses() {
    try {
      Map<?, ?> health =
          (Map<?, ?>)
              Class.forName(Installer.BOOT_CLASS, true, null).getMethod("health").invoke(null);
      health.forEach(
          (counter, value) -> {
            if (counter.equals("errorsSuppressed") && !value.equals("0")) {
              report.fail((String) counter, (String) value);
            } else if (counter.equals("tableCapacity") || value.equals("0")) {
              report.ok((String) counter, (String) value);
            } else {
              report.warn((String) counter, (String) value);
            }
          });
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException e) {
      report.fail("recorder", e.toString());
    }
  }

  /** What a class on the bootstrap path says, a line each. */
  private String[] state(String subject, String port) {
    try {
      String[] state = (String[]) Class.forName(port, true, null).getMethod("state").invoke(null);
      for (String line : state) {
        report.note(subject, line);
      }
      return state;
    } catch (ReflectiveOperationException e) {
      report.warn(subject, "its state is not known: " + e);
      return new String[0];
    }
  }

  private static Recording recording() {
    Recording recording = new Recording();
    recording.setName("loomtrace doctor");
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (type.getName().startsWith(EventNames.PREFIX)) {
        recording.enable(type.getName());
      }
    }
    recording.enable(EventNames.VIRTUAL_THREAD_LONG_BLOCK).with("threshold", EVERYTHING);
    recording.setMaxAge(Duration.ofMinutes(1));
    return recording;
  }

  private static List<RecordedEvent> events(Recording recording) throws IOException {
    Path file = Files.createTempFile("loomtrace-doctor", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Predicate<RecordedEvent> named(String name) {
    return e -> e.getEventType().getName().equals(name);
  }
}
