package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.CarrierUse;
import dev.loomtrace.analysis.CarriersResult;
import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.LifeBreakdown;
import dev.loomtrace.analysis.MutatorLoss;
import dev.loomtrace.analysis.MutatorUtilisation;
import dev.loomtrace.analysis.PathProfile;
import dev.loomtrace.analysis.PathSelection;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.analysis.RegionGroups;
import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskTypes;
import dev.loomtrace.analysis.ThreadGroups;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.WaitChains;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.analysis.finding.Severity;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.report.Answer;
import dev.loomtrace.report.CarriersAnswer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.EventTypesAnswer;
import dev.loomtrace.report.LifeAnswer;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.Link;
import dev.loomtrace.report.MmuAnswer;
import dev.loomtrace.report.PathAnswer;
import dev.loomtrace.report.RegionsAnswer;
import dev.loomtrace.report.SummaryAnswer;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.TasksAnswer;
import dev.loomtrace.report.Text;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.ThreadsAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.report.ValidateAnswer;
import dev.loomtrace.report.Visible;
import dev.loomtrace.report.WhyAnswer;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Whatever files and arguments hold, nothing that could steer a terminal reaches one. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class HostileTextTest {
  private static final long SEED = 17;
  private static final int WIDTH = 80;
  private static final int LONGEST_LINE = 500;
  private static final Screen TERMINAL = new Screen(true, false, false, WIDTH);

  /** What these write to a file or a pipe is data. */
  private static final Set<String> DATA = Set.of("agent", "print", "settings", "pprof");

  @TempDir static Path folder;
  private static List<String> names;
  private static List<Path> inputs;

  @BeforeAll
  static void record() throws Exception {
    names = HostileNames.all(new Random(SEED));
    Path cases = Path.of("../test-fixtures/cases");
    Path recording = HostileNames.record(folder.resolve("names.jfr"), names);
    Path trace = folder.resolve("names.trace");
    CommandRun.of("convert", recording, trace).succeeds();
    // Every system has file names of this kind, whatever its encoding is.
    Path hostile = folder.resolve("\u001b[2J\n" + HostileNames.INJECTED + "\r.jfr");
    Files.copy(recording, hostile);
    inputs =
        List.of(
            cases.resolve("hostile-names.trace"),
            cases.resolve("escapes.jfr"),
            recording,
            trace,
            hostile);
  }

  @AfterEach
  void uninstall() {
    System.clearProperty("loomtrace.lib");
  }

  private record Output(int code, String out, String err) {}

  private static Output run(Screen screen, List<String> command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Loomtrace.run(
            new Console(InputStream.nullInputStream(), out, err, "loomtrace", screen),
            command.toArray(String[]::new));
    return new Output(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** For each command, what to call it with to have it print this file's texts, or this name. */
  private static Map<String, List<List<String>>> calls(String file, String name) {
    Map<String, List<List<String>>> calls = new TreeMap<>();
    calls.put("demo", List.of(List.of("--out", file)));
    calls.put(
        "run",
        List.of(
            List.of("--out", file + "/none/x.jfr", "--", "true"),
            List.of("--out", folder.toString(), "--", "true"),
            List.of("--settings", name, "--", "true"),
            List.of("--out", folder.resolve("r.jfr").toString(), "--", "./none" + name)));
    calls.put("agent", List.of(List.of()));
    calls.put("settings", List.of(List.of(file), List.of(file + "/none.jfc"), List.of()));
    calls.put("attach", List.of(List.of(name)));
    calls.put("doctor", List.of(List.of(name)));
    // The installation here is one that has no program.
    calls.put("prepare", List.of(List.of(), List.of(name)));
    calls.put(
        "convert",
        List.of(List.of(file, file), List.of(file, file + "/none"), List.of(name, name)));
    calls.put(
        "summary",
        List.of(
            List.of(file),
            List.of("--json", file),
            List.of("--footprint", file),
            List.of("--events", file),
            List.of("--events", "--json", file),
            List.of(name)));
    // Of these none can serve, and so none goes on.
    calls.put(
        "open",
        List.of(
            List.of("--port", name, file),
            List.of("--port", "65536", file),
            List.of("--host", "[::zz]", file),
            List.of(file + "/none"),
            List.of("-", file),
            List.of(name)));
    calls.put(
        "live",
        List.of(
            List.of(name),
            List.of(file),
            List.of(file + "/none"),
            List.of("--keep", name, file),
            List.of("--every", "1s", file),
            List.of("--dumps", name, "1"),
            List.of("--dumps", name, file),
            List.of("9999999999")));
    calls.put("tasks", List.of(List.of(file), List.of("--json", file), List.of(name)));
    calls.put(
        "pprof",
        List.of(
            List.of(file),
            List.of("--folded", file),
            List.of("--folded", "--type", "offwake", file),
            List.of("--html", "--type", "offwake", file),
            List.of("--group", name, "--html", file),
            List.of("--group", name, "--folded", file),
            List.of("--task", name, "--folded", file),
            List.of("--task-id", name, file),
            List.of("--task-id", "1", file),
            List.of("-o", file, file),
            List.of("-o", file + "/none", file),
            List.of("--type", name, file)));
    calls.put(
        "threads",
        List.of(
            List.of(file),
            List.of("--json", file),
            List.of("--group", name, file),
            List.of("--group", "main", file)));
    calls.put(
        "mmu",
        List.of(
            List.of(file),
            List.of("--json", file),
            List.of("--per-proc", file),
            List.of("--count", name, file),
            List.of("--window", name, file)));
    calls.put(
        "regions",
        List.of(
            List.of(file),
            List.of("--json", file),
            List.of("--name", name, file),
            List.of("--name", "task", file)));
    calls.put(
        "why",
        List.of(
            List.of(file),
            List.of("--json", file),
            List.of("--task", name, file),
            List.of("--task-id", name, file),
            List.of("--trace-id", name, file),
            List.of("--span-id", name, file),
            List.of("--trace-url", name, file),
            List.of("--trace-url", "{traceId}" + name, file),
            List.of("--slowest-thread", file),
            List.of("--slowest-thread", "--stacks", "--json", file),
            List.of("--thread", "1", file),
            List.of("--thread", name, file),
            List.of("--group", "main", file),
            List.of("--group", name, file)));
    calls.put(
        "path",
        List.of(
            List.of(file),
            List.of("--json", file),
            List.of("--tail", file),
            List.of("--task", name, file),
            List.of("--task-id", name, file),
            List.of("--between", name, file),
            List.of("--group", name, file),
            List.of("--group", "main", "--tail", file)));
    calls.put(
        "carriers",
        List.of(
            List.of(file), List.of("--json", file), List.of("--app", name, file), List.of(name)));
    calls.put(
        "sql",
        List.of(
            List.of("--schema"),
            List.of(file, "FROM log LIMIT 9"),
            List.of(file, "SELECT name, group_name FROM thread"),
            List.of("--output", "json", file, "SELECT function, resource FROM thread_state"),
            List.of(file, "SELECT '" + name + "' AS x"),
            List.of(file, "SELECT " + name + " x"),
            List.of("--output", name, file),
            List.of("--output", "csv", "-o", file, file, "FROM log"),
            List.of(name, "FROM log")));
    calls.put(
        "print",
        List.of(
            List.of(file),
            List.of("-d", "json", file),
            List.of("-d", "wire", file),
            List.of("-d", name, file)));
    calls.put(
        "validate",
        List.of(List.of(file), List.of("--json", file), List.of("-v", name), List.of(name)));
    calls.put("help", List.of(List.of(name)));
    calls.forEach(
        (command, ways) -> {
          List<List<String>> all = new ArrayList<>(ways);
          all.add(List.of("--" + name));
          all.add(List.of(name, name, name));
          all.add(List.of("@" + name));
          all.replaceAll(
              way -> {
                List<String> words = new ArrayList<>(List.of(command));
                words.addAll(way);
                return words;
              });
          calls.put(command, all);
        });
    return calls;
  }

  @Test
  void everyCommandIsTried() {
    Console console = new Console(InputStream.nullInputStream(), OUT, OUT, "", Screen.NONE);
    assertEquals(
        new Loomtrace().commandLine(console, new Failures(console)).getSubcommands().keySet(),
        new HashSet<>(calls("f", "n").keySet()),
        "say in calls() how the new command is brought to print names");
  }

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();

  @Tag(Sample.TAG)
  @Test
  void nothingRawReachesATerminal() throws IOException {
    System.setProperty("loomtrace.lib", hostileInstallation());
    int next = 0;
    for (Path file : Sample.of(3, inputs).toList()) {
      int turn = inputs.indexOf(file);
      for (List<List<String>> ways : calls(file.toString(), "n").values()) {
        for (List<String> way : ways) {
          // Names take turns: as many as there are come to each place where one can be.
          List<String> command = new ArrayList<>(way);
          for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            if (word.equals("n") || word.equals("--n") || word.equals("@n")) {
              command.set(i, word.replace("n", names.get(next++ % names.size())));
            }
          }
          // So do a terminal and a pipe: each command has both, over one file or another.
          boolean terminal = DATA.contains(command.getFirst()) || turn++ % 2 == 0;
          check(terminal ? TERMINAL : Screen.NONE, command);
        }
      }
    }
    assertTrue(next > 0);
  }

  @Test
  void everyNameIsHarmlessInAnArgument() {
    for (String name : names) {
      for (String word : List.of(name, "--" + name, "-" + name)) {
        check(TERMINAL, List.of("summary", word));
        check(TERMINAL, List.of(word));
      }
    }
  }

  private static String hostileInstallation() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("\u001b[31m\nlib"));
    Files.write(lib.resolve("loomtrace-agent.jar"), new byte[0]);
    return lib.toString();
  }

  private static void check(Screen screen, List<String> command) {
    if (command.equals(List.of("doctor")) || command.equals(List.of("demo"))) {
      return; // These start JVMs.
    }
    Output output = run(screen, command);
    boolean data = command.getFirst().equals("print") || command.contains("--json");
    check(command, output.out(), data);
    check(command, output.err(), false);
  }

  private static void check(List<String> command, String text, boolean data) {
    Set<String> found = new TreeSet<>();
    text.codePoints()
        .filter(c -> c != '\n' && !(data && c == '\t'))
        .filter(HostileTextTest::isForbidden)
        .forEach(c -> found.add(Integer.toHexString(c)));
    assertEquals(Set.of(), found, () -> command + ": " + text);
    if (!data) {
      for (String line : text.lines().toList()) {
        assertTrue(!line.startsWith(HostileNames.INJECTED), () -> command + ": " + text);
        assertTrue(Visible.width(line) <= LONGEST_LINE, () -> command + ": " + line);
      }
    }
  }

  /** By Unicode's own words, not ours. */
  private static boolean isForbidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> "\u034f\u115f\u1160\u3164\uffa0\ufe0f".indexOf(c) >= 0;
    };
  }

  /** What a face gets that is not the command line: each answer, at each width. */
  @Tag(Sample.TAG)
  @Test
  void everyAnswerIsHarmless() throws Exception {
    List<String> askedFor = List.of("task", names.getFirst(), names.getLast());
    for (Path input : Sample.of(3, inputs).toList()) {
      int i = inputs.indexOf(input);
      // The first file is asked for each of them; after it they take turns.
      for (String name : i == 0 ? askedFor : List.of(askedFor.get(i % askedFor.size()))) {
        List<Answer> answers = answers(input, name);
        Set<Class<?>> kinds =
            answers.stream().map(Answer::getClass).collect(Collectors.toUnmodifiableSet());
        assertEquals(
            kindsOfAnswers(), kinds, "say in answers() how the new answer is made of a trace");
        for (Answer answer : answers) {
          List<String> source = List.of(answer.getClass().getSimpleName(), input.toString());
          for (int columns : new int[] {40, WIDTH, Text.UNLIMITED}) {
            StringBuilder text = new StringBuilder();
            answer.text(new Text(text, columns));
            check(source, text.toString(), false);
          }
          StringBuilder remarks = new StringBuilder();
          Text lines = new Text(remarks, WIDTH);
          for (String remark : answer.remarks()) {
            lines.line(remark);
          }
          check(source, remarks.toString(), false);
          StringWriter json = new StringWriter();
          answer.document(json);
          check(source, json.toString(), true);
        }
      }
    }
  }

  /** All that there are, wherever the package is: in a folder or in a jar. */
  private static Set<Class<?>> kindsOfAnswers() throws Exception {
    URI place = Answer.class.getResource("Answer.class").toURI();
    try (FileSystem jar =
        place.getScheme().equals("jar") ? FileSystems.newFileSystem(place, Map.of()) : null) {
      Path answer =
          jar == null ? Path.of(place) : jar.getPath(Answer.class.getName().replace('.', '/'));
      Set<Class<?>> kinds = new HashSet<>();
      try (Stream<Path> files = Files.list(answer.getParent())) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class") && !name.equals("package-info.class")) {
            Class<?> type =
                Class.forName(
                    Answer.class.getPackageName() + "." + name.substring(0, name.length() - 6));
            if (Answer.class.isAssignableFrom(type) && !type.isInterface()) {
              kinds.add(type);
            }
          }
        }
      }
      return kinds;
    }
  }

  /** One of each kind, with all that one may have. */
  private static List<Finding> hostile(String name) {
    CodePlace place = new CodePlace(new Frame(0, name, name, 1));
    List<Evidence> evidence =
        Stream.of(Evidence.Role.values())
            .map(role -> new Evidence(role, name, 7, Optional.of(place), 1, 2))
            .toList();
    return Stream.of(FindingKind.values())
        .map(
            kind ->
                new Finding(kind, Severity.LOW, name, Optional.of(place), 1, 2, Map.of(), evidence))
        .toList();
  }

  /** All that can be asked of a trace, where it and what is asked for have this name. */
  private static List<Answer> answers(Path file, String name) throws IOException {
    TraceClock clock = new TraceClock();
    TaskNames tasks = new TaskNames();
    TraceSummary summary = new TraceSummary();
    Findings findings = new Findings(FrameOrigins.DEFAULT);
    TaskTypes types = new TaskTypes(10);
    TaskBreakdown breakdown = new TaskBreakdown(1);
    ThreadGroups threads = new ThreadGroups(group -> true, 10);
    LifeBreakdown lifeTimes = new LifeBreakdown(id -> true, life -> true, FrameOrigins.DEFAULT);
    PathUnits works = PathUnits.ofTasks(task -> true, FrameOrigins.DEFAULT);
    PathUnits lives = PathUnits.ofThreads(group -> true);
    RegionGroups regions = new RegionGroups(region -> true, 10);
    WorldStops stops = new WorldStops();
    CarrierUse carriers = new CarrierUse(FrameOrigins.DEFAULT);
    Set<MutatorLoss> losses = MutatorUtilisation.USUAL;
    MutatorUtilisation utilisation = new MutatorUtilisation(losses, true);
    try (TraceReader trace = Traces.open(file);
        TemporaryStore spans = new TemporaryStore()) {
      Timeline timeline =
          new Timeline(
              summary,
              findings,
              types,
              breakdown,
              threads,
              lifeTimes,
              spans,
              works,
              lives,
              stops,
              carriers,
              utilisation,
              regions);
      TraceValidator validator = new TraceValidator(trace.threadsAreKnown());
      trace.copyTo(clock, tasks, timeline, validator);
      timeline.end();
      MalformedTraceException fault = MalformedTraceException.at(7, name, name);
      Coverage whole = Coverage.of(name, trace, Optional.empty(), Files.size(file));
      Coverage cut = Coverage.of(name, trace, Optional.of(fault), Files.size(file));
      List<TraceValidator.Fault> faults = List.of(new TraceValidator.Fault(1, 2, name));
      List<Answer> answers = new ArrayList<>();
      for (Coverage coverage : List.of(whole, cut)) {
        answers.add(new SummaryAnswer(summary.result(), findings.result(), coverage));
        answers.add(new SummaryAnswer(summary.result(), hostile(name).subList(5, 10), coverage));
        answers.add(new SummaryAnswer(summary.result(), hostile(name), coverage));
        answers.add(new EventTypesAnswer(coverage));
        answers.add(new CarriersAnswer(carriers.result(), clock, coverage));
        answers.add(
            new TasksAnswer(
                types.tasks(), Optional.empty(), types.types(), types.slowest(), clock, coverage));
        answers.add(new TasksAnswer(0, Optional.empty(), List.of(), List.of(), clock, coverage));
        ThreadsAnswer all =
            new ThreadsAnswer(
                threads.threads(),
                ThreadChoice.ALL,
                threads.groups(),
                threads.slowest(),
                clock,
                coverage);
        answers.add(new TasksAnswer(0, Optional.of(all), List.of(), List.of(), clock, coverage));
        for (ThreadChoice choice : List.of(ThreadChoice.ALL, ThreadChoice.ofGroup(name))) {
          answers.add(
              new ThreadsAnswer(
                  threads.threads(), choice, threads.groups(), threads.slowest(), clock, coverage));
        }
        answers.add(
            new ThreadsAnswer(
                3, ThreadChoice.ofGroup(name), List.of(), List.of(), clock, coverage));
        for (PathUnits units : List.of(works, lives)) {
          for (PathSelection tail : List.of(PathSelection.ALL, PathSelection.slowest(1))) {
            PathProfile paths =
                PathProfile.of(
                    spans.store(),
                    stops,
                    FrameOrigins.DEFAULT,
                    units.whole(),
                    PathSelection.ALL,
                    tail);
            answers.add(new PathAnswer("task", name, paths, units.cut(), 10, clock, coverage));
          }
        }
        for (Optional<String> wanted : List.of(Optional.<String>empty(), Optional.of(name))) {
          answers.add(
              new RegionsAnswer(
                  regions.regions(), wanted, regions.groups(), regions.slowest(), clock, coverage));
          answers.add(new RegionsAnswer(3, wanted, List.of(), List.of(), clock, coverage));
        }
        answers.add(MmuAnswer.of(utilisation, losses, true, 1_000, 3, clock, coverage));
        answers.add(new ValidateAnswer(3, 1, faults, 1, coverage));
        answers.add(ValidateAnswer.of(validator, TraceValidator.MAX_FAULTS, coverage));
        List<LifeChoice> lifeChoices =
            List.of(
                LifeChoice.SLOWEST,
                LifeChoice.ofId(7),
                LifeChoice.named(name),
                LifeChoice.ofGroup(name));
        for (LifeChoice choice : lifeChoices) {
          for (boolean instead : new boolean[] {false, true}) {
            answers.add(
                new LifeAnswer(
                    choice,
                    instead,
                    lifeTimes.slowest().orElseThrow(),
                    Optional.of(shares(name)),
                    2,
                    clock,
                    coverage,
                    true));
          }
        }
        TaskChoice choice = TaskChoice.named(name);
        for (TaskResult task : breakdown.slowest()) {
          List<TaskResult.Wait> told =
              new WaitChains(task.waits(), 0).told(spans.store(), stops, FrameOrigins.DEFAULT);
          answers.add(
              new WhyAnswer(
                  choice,
                  task.withWaits(told),
                  Optional.of(shares(name)),
                  breakdown.matched(),
                  breakdown.slowest(),
                  new TraceUrl(Optional.of("{traceId}" + name)),
                  clock,
                  coverage,
                  false));
        }
        StringBuilder sentences = new StringBuilder();
        Text lines = new Text(sentences, WIDTH);
        lines.line(choice.missing(tasks));
        lines.line(choice.missing(new TaskNames()));
        for (LifeChoice life : lifeChoices) {
          lines.line(life.missing());
        }
        lines.line(choice.command("loomtrace", name));
        lines.line(Link.TO_ALL.command("loomtrace", name));
        check(List.of("sentences", name), sentences.toString(), false);
      }
      return answers;
    }
  }

  @Test
  void tablesFitTheTerminal() {
    for (Path input : inputs) {
      for (String command : List.of("summary", "tasks")) {
        Output output = run(TERMINAL, List.of(command, input.toString()));
        assertEquals(0, output.code(), output.err());
        for (String line : output.out().lines().toList()) {
          // The first line of a summary has the file's name.
          boolean fits = Visible.width(line) <= WIDTH || line.contains(": ");
          assertTrue(fits, line);
        }
      }
    }
  }

  @Test
  void jsonIsExact() throws IOException {
    Set<String> types = new TreeSet<>();
    String json = run(TERMINAL, List.of("tasks", "--json", inputs.get(2).toString())).out();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            && "type".equals(parser.currentName())) {
          types.add(parser.getText());
        }
      }
    }
    for (String name : names) {
      // JFR keeps some 64 kB of a name; what is half a character is none.
      String kept = new String(name.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
      assertTrue(types.contains(kept), () -> "no " + Visible.line(kept));
    }
  }

  @Test
  void dataIsExactWhereItIsNoTerminal() {
    String file = inputs.get(0).toString();
    String piped = run(Screen.NONE, List.of("print", file)).out();
    String shown = run(TERMINAL, List.of("print", file)).out();
    assertEquals(piped, shown, "Go quotes what is harmful");
    assertEquals(0, run(Screen.NONE, List.of("convert", file, "-")).code());
    assertEquals(2, run(TERMINAL, List.of("convert", file, "-")).code());
  }

  @Test
  void findsAFileWhoseNameIsNoText() throws Exception {
    Path source = inputs.get(2);
    Process copy =
        new ProcessBuilder("sh", "-c", "cp \"$0\" \"$(printf 'caf\\351.jfr')\"", source.toString())
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertEquals(0, copy.waitFor());
    // As Java sees such an argument.
    String name = folder.resolve("caf") + "\ufffd.jfr";
    if (System.getProperty("sun.jnu.encoding").equals("UTF-8")) {
      Output output = run(Screen.NONE, List.of("validate", name));
      assertEquals(0, output.code(), output.err());
      assertTrue(output.out().contains("caf\\ufffd.jfr: valid"), output.out());
    }
    assertEquals(2, run(Screen.NONE, List.of("convert", source.toString(), name)).code());
  }

  private static CarrierShares shares(String name) {
    CodePlace place = new CodePlace(new Frame(0, name, name, 1), Optional.of(Frame.NONE));
    List<CarrierShares.Place> places =
        Arrays.stream(CarriersResult.Source.values())
            .map(source -> new CarrierShares.Place(Optional.of(place), source, 2))
            .toList();
    List<CarrierShares.Share> all = new ArrayList<>();
    for (ThreadKind kind : ThreadKind.values()) {
      all.add(new CarrierShares.Share(name, kind, 7, kind == ThreadKind.VIRTUAL, 8, places));
    }
    return new CarrierShares(100, 10, 5, 20, 2, 160, all, 3, 30);
  }
}
