package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine that results are of. */
final class Machine {
  private Machine() {}

  /** How many threads ran or waited to run, on the average of the last minute, 5 and 15 minutes. */
  static String load() throws IOException {
    Path load = Path.of("/proc/loadavg");
    return Files.exists(load)
        ? String.join(" ", List.of(Files.readString(load).split(" ", -1)).subList(0, 3))
        : "not known";
  }

  /** Run time, operating system and processors, in one line. */
  static String describe() throws IOException {
    String model = System.getProperty("os.arch");
    Path cpus = Path.of("/proc/cpuinfo");
    if (Files.exists(cpus)) {
      model =
          Files.readAllLines(cpus, StandardCharsets.UTF_8).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(model);
    }
    return String.format(
        "Java %s on %s %s, %s, %d processors.%n",
        System.getProperty("java.vm.version"),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        model,
        Runtime.getRuntime().availableProcessors());
  }
}
