package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes to a JVM that runs, whose virtual threads live already. */
@Tag("parallel")
class AttachIT {
  @TempDir Path directory;

  @EachJdk
  void threadsThatLiveAlreadyAreThere(int version) throws Exception {
    Path recording = directory.resolve("attached.jfr");
    Set<Long> threads = new TreeSet<>();
    long late = 0;
    try (Child child = new Child(version, "-XX:StartFlightRecording:filename=" + recording)) {
      child.attach("");
      child.attach("");
      for (String line : child.finish()) {
        if (line.startsWith("thread")) {
          threads.add(Long.valueOf(line.substring(line.indexOf('=') + 1)));
        } else if (line.startsWith("late=")) {
          late = Long.parseLong(line.substring("late=".length()));
        }
      }
    }
    assertFalse(threads.isEmpty());
    Set<Long> told = new TreeSet<>(threads);
    told.add(late); // It never waits.
    Set<Long> known = new TreeSet<>();
    Set<Long> ended = new TreeSet<>();
    Tally.forEach(
        recording,
        event -> {
          switch (event.getEventType().getName()) {
            case EventNames.VIRTUAL_THREAD_STATUS -> {
              known.add(event.getLong(EventNames.THREAD));
              assertEquals(EventNames.STATE_PARKED, event.getInt(EventNames.STATE));
            }
            case EventNames.VIRTUAL_THREAD_RUN -> {
              if (event.getLong(EventNames.THREAD) != 0) { // Else it could say so itself.
                ended.add(event.getLong(EventNames.THREAD));
              }
            }
            default -> {}
          }
        });
    assertEquals(threads, known, "the chunk's status has them");
    assertEquals(told, ended, "and their ends are seen");
  }

  @EachJdk
  void threadMadeBeforeEndsOnce(int version) throws Exception {
    Path recording = directory.resolve("late.jfr");
    String noWaits =
        ",+%s#enabled=false,+%s#enabled=false,+%s#enabled=false"
            .formatted(
                EventNames.VIRTUAL_THREAD_BLOCK,
                EventNames.VIRTUAL_THREAD_LONG_BLOCK,
                EventNames.VIRTUAL_THREAD_MONITOR_BLOCK);
    List<String> lines;
    try (Child child =
        new Child(version, "-XX:StartFlightRecording:filename=" + recording + noWaits)) {
      child.attach("");
      lines = child.finish();
    }
    String late = lines.stream().filter(line -> line.startsWith("late=")).findFirst().orElseThrow();
    List<Long> starts = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    Tally.forEach(
        recording,
        event -> {
          if (event.getEventType().getName().equals(EventNames.VIRTUAL_THREAD_RUN)) {
            long named = event.getLong(EventNames.THREAD);
            ends.add(named != 0 ? named : Tally.committer(event));
          } else if (event.getEventType().getName().equals(EventNames.VIRTUAL_THREAD_START)) {
            starts.add(Tally.committer(event));
          }
        });
    long id = Long.parseLong(late.substring("late=".length()));
    assertEquals(1, ends.stream().filter(end -> end == id).count(), ends.toString());
    // Without waits nothing would tell of it later.
    assertEquals(1, starts.stream().filter(start -> start == id).count(), starts.toString());
  }

  @EachJdk
  void doctorFindsAllWell(int version) throws Exception {
    Path report = directory.resolve("report, with a comma");
    try (Child child = new Child(version)) {
      child.attach("doctor=" + report);
      child.finish();
    }
    List<String> lines = Files.readAllLines(report);
    assertEquals("ok\tverdict\thealthy", lines.get(lines.size() - 1), String.join("\n", lines));
    assertTrue(lines.contains("ok\thook\tVirtualThread.yieldContinuation"), lines.toString());
    assertTrue(lines.contains("ok\tyields\t100 of 100"), lines.toString());
    assertEquals(
        version >= 24, lines.contains("ok\tmonitors\t100 of 100"), String.join("\n", lines));
  }

  /** A JVM that waits until it is told to go on. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Child(int version, String... options) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(JavaRunTimes.home(version).resolve("bin/java").toString());
      command.addAll(List.of(options));
      command.add("-cp");
      command.add(System.getProperty("loomtrace.classes"));
      command.add(Waiting.class.getName());
      command.add("1");
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      out = process.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      while (!line.equals("ready")) { // JFR says hello before.
        line = out.readLine();
      }
    }

    void attach(String options) throws Exception {
      VirtualMachine vm = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        vm.loadAgent(ChildJvm.agent().toString(), options);
      } finally {
        vm.detach();
      }
    }

    List<String> finish() throws Exception {
      process.getOutputStream().close();
      List<String> lines = out.lines().toList();
      assertEquals(0, process.waitFor());
      return lines;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
