package dev.loomtrace.tool;

import dev.loomtrace.report.Quantities;
import dev.loomtrace.report.Table;
import dev.loomtrace.report.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that recording works. */
@Command(
    name = "doctor",
    description = {
      "Prove that recording works: in a running JVM, or on this machine.",
      "",
      "The agent makes virtual threads wait in every way and checks that each wait is recorded. With",
      "PID this happens in that JVM, which has the agent from then on, and takes a second or two;",
      "a recording in progress there gets these threads too, some ten thousand events.",
      "Without PID, it happens in a JVM of each Java 21 or later that is found.",
      "Exit code 1: not healthy."
    },
    footer = {"", "Examples:", "  loomtrace doctor", "  loomtrace doctor -v 4711"})
final class DoctorCommand implements Callable<Integer> {
  private static final int GO_MINOR = 26;
  private static final Pattern GO = Pattern.compile("go1\\.(\\d+)\\S*");

  private final Console console;

  @Option(names = "-v", description = "Also print the checks that passed.")
  private boolean verbose;

  @Parameters(arity = "0..1", paramLabel = "PID", description = "Id of a JVM's process.")
  private Long pid;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean healthy = pid != null ? print("process " + pid, LiveCheck.ofProcess(pid)) : machine();
    return healthy ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean machine() throws IOException, InterruptedException {
    boolean healthy = true;
    for (JavaHome home : homes()) {
      String title = "Java " + home.version() + " in " + home.path();
      List<Finding> findings =
          home.version() < JavaHome.FIRST_VERSION
              ? List.of(
                  new Finding(
                      Finding.Level.NOTE,
                      "java",
                      "too old: programs that it runs have no virtual threads to record"))
              : LiveCheck.of(home);
      healthy &= print(title, findings);
    }
    print("Go", List.of(go()));
    console.out().line("Loomtrace: " + prepared());
    console.flush();
    return healthy;
  }

  /** The run times that a user of this machine is likely to use: each once. */
  private static List<JavaHome> homes() throws IOException {
    List<Path> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(candidates::add);
    JavaHome.ofCommand("java", Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .map(JavaHome::path)
        .ifPresent(candidates::add);
    Path own = JavaHome.own().path();
    candidates.add(own);
    try (Stream<Path> siblings = Files.list(own.toRealPath().getParent())) {
      siblings.sorted().forEach(candidates::add);
    }
    Map<Path, JavaHome> homes = new TreeMap<>();
    for (Path candidate : candidates) {
      Optional<JavaHome> home = JavaHome.at(candidate);
      if (home.isPresent()) {
        homes.putIfAbsent(candidate.toRealPath(), home.get());
      }
    }
    return List.copyOf(homes.values());
  }

  private String prepared() throws IOException, InterruptedException {
    Installation installation = Installation.own();
    JavaHome java = JavaHome.own();
    AotCache cache = new AotCache(installation, java);
    String here = "Java " + java.version() + " in " + java.path();
    if (cache.isTaken()) {
      return "prepared for " + here;
    }
    String advice =
        java.version() < AotCache.FIRST_VERSION
            ? ", and cannot be; with Java " + AotCache.FIRST_VERSION + " it can"
            : "; after '" + console.command() + " prepare' commands start sooner";
    return (cache.exists()
            ? "prepared for another Java or for other jars than those it has, not for "
            : "not prepared for ")
        + here
        + advice;
  }

  private static Finding go() throws InterruptedException {
    String needed =
        "go tool trace of Go 1." + GO_MINOR + " shows traces; recording works without it";
    try {
      Process process =
          new ProcessBuilder("go", "env", "GOVERSION")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      Matcher minor = GO.matcher(version);
      return minor.matches() && Integer.parseInt(minor.group(1)) >= GO_MINOR
          ? new Finding(Finding.Level.OK, "go", version)
          : new Finding(Finding.Level.NOTE, "go", "found '" + version + "': " + needed);
    } catch (IOException e) {
      return new Finding(Finding.Level.NOTE, "go", "not found: " + needed);
    }
  }

  private boolean print(String title, List<Finding> findings) throws IOException {
    Text out = console.out();
    boolean healthy = findings.stream().noneMatch(f -> f.level() == Finding.Level.FAIL);
    out.line(title + ": " + verdict(findings));
    Table table = new Table("<", "<", "=");
    for (Finding finding : findings) {
      if (verbose || finding.level() != Finding.Level.OK) {
        table.row(finding.level().toString(), finding.subject(), finding.text());
      }
    }
    table.print(out, "  ");
    console.flush();
    return healthy;
  }

  /** What the findings come to: {@code healthy, 35 checks passed, 4 notes}. */
  static String verdict(List<Finding> findings) {
    List<String> parts = new ArrayList<>();
    add(parts, findings, Finding.Level.FAIL, "check", " failed");
    add(parts, findings, Finding.Level.OK, "check", " passed");
    add(parts, findings, Finding.Level.WARN, "warning", "");
    add(parts, findings, Finding.Level.NOTE, "note", "");
    boolean healthy = findings.stream().noneMatch(f -> f.level() == Finding.Level.FAIL);
    return (healthy ? "healthy, " : "not healthy, ") + String.join(", ", parts);
  }

  private static void add(
      List<String> parts, List<Finding> findings, Finding.Level level, String what, String how) {
    long count = findings.stream().filter(f -> f.level() == level).count();
    if (count > 0) {
      parts.add(Quantities.count(count, what) + how);
    }
  }
}
