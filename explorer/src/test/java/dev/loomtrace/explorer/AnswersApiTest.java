package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.analysis.PathSelection;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.question.CarriersQuestion;
import dev.loomtrace.question.PathQuestion;
import dev.loomtrace.question.Question;
import dev.loomtrace.question.RegionsQuestion;
import dev.loomtrace.question.SummaryQuestion;
import dev.loomtrace.question.TasksQuestion;
import dev.loomtrace.question.ThreadsQuestion;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.question.UnitChoice;
import dev.loomtrace.question.WhyLifeQuestion;
import dev.loomtrace.question.WhySlowestQuestion;
import dev.loomtrace.question.WhyTaskQuestion;
import dev.loomtrace.report.Answer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of the command line, asked over HTTP: they are the same. */
class AnswersApiTest {
  private static final FrameOrigins ORIGINS = FrameOrigins.DEFAULT;

  @TempDir private static Path folder;
  private static Path file;
  private static Shown shown;
  private static Client client;
  private static List<Span> tasks;
  private static String group;

  @BeforeAll
  static void start() throws IOException {
    file = Shown.random(folder, 7, 9000);
    shown = Shown.of(folder.resolve("cache"), file);
    client = shown.client();
    tasks = new ArrayList<>();
    try (SpanStore store = shown.store(file)) {
      ListCursor cursor = store.listCursor();
      cursor.between(SpanKind.TASK, Long.MIN_VALUE, Long.MAX_VALUE);
      while (cursor.next()) {
        if (!cursor.open() && !cursor.beganBefore()) {
          tasks.add(cursor.span());
        }
      }
      group = GroupNames.of(store.threads().get(store.threads().size() / 2));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    shown.close();
  }

  /** Reads the file in the simplest way. */
  private static final TraceSource SOURCE =
      new TraceSource() {
        @Override
        public String label() {
          return file.toString();
        }

        @Override
        public Coverage read(EventSink... sinks) throws IOException {
          try (TraceReader reader = Traces.open(file)) {
            reader.copyTo(sinks);
            return Coverage.of(label(), reader, Optional.empty(), Files.size(file));
          }
        }

        @Override
        public void readAgain(BooleanSupplier enough, EventSink sink) throws IOException {
          try (TraceReader reader = Traces.open(file)) {
            while (!enough.getAsBoolean() && reader.next()) {
              sink.accept(reader);
            }
          }
        }
      };

  private static void same(
      Question<? extends Answer> question, String command, String name, Object... parameters)
      throws IOException {
    Answer answer = question.ask(SOURCE);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      answer.json(json);
    }
    Json told = client.ask(name, parameters);
    assertEquals(Json.of(text.toString()), told.get("answer"), name);
    List<Object> remarks = told.list("remarks").stream().map(Json::value).toList();
    assertTrue(remarks.containsAll(answer.remarks()), remarks.toString());
    assertEquals(command + " " + file, told.text("command"));
    // Asked once more, it is there already.
    assertEquals(told, client.ask(name, parameters));
  }

  @Test
  void saysWhatTheCommandsSay() throws IOException {
    same(new SummaryQuestion(ORIGINS, false), "loomtrace summary", "summary");
    same(new TasksQuestion(10), "loomtrace tasks", "tasks");
    same(new TasksQuestion(3), "loomtrace tasks --top 3", "tasks", "top", 3);
    same(new ThreadsQuestion(ThreadChoice.ALL, 10), "loomtrace threads", "threads");
    same(
        new ThreadsQuestion(ThreadChoice.ofGroup(group), 10),
        "loomtrace threads --group " + group,
        "threads",
        "group",
        group);
    same(new RegionsQuestion(Optional.empty(), 10), "loomtrace regions", "regions");
    same(new CarriersQuestion(ORIGINS), "loomtrace carriers", "carriers");
  }

  @Test
  void saysWhyAsTheCommandDoes() throws IOException {
    same(new WhySlowestQuestion(TraceUrl.NONE, ORIGINS, false), "loomtrace why", "why");
    Span task = tasks.getFirst();
    same(
        new WhyTaskQuestion(TaskChoice.ofId(task.id()), TraceUrl.NONE, ORIGINS, false),
        "loomtrace why --task-id " + task.id(),
        "why",
        "task-id",
        task.id());
    same(
        new WhyLifeQuestion(LifeChoice.SLOWEST, ORIGINS, true),
        "loomtrace why --slowest-thread --stacks",
        "why",
        "slowest-thread",
        true,
        "stacks",
        true);
    same(
        new WhyLifeQuestion(LifeChoice.ofGroup(group), ORIGINS, false),
        "loomtrace why --group " + group,
        "why",
        "group",
        group);
    assertTrue(client.refusal(404, "why", "task", "no such task").startsWith("no task"));
    assertTrue(client.refusal(404, "why", "thread", 123456).startsWith("no thread 123456"));
    client.refusal(400, "why", "task", "a", "group", "b");
    client.refusal(400, "why", "task-id", "x");
  }

  @Test
  void saysPathsAsTheCommandDoes() throws IOException {
    UnitChoice all = UnitChoice.of(TaskChoice.SLOWEST);
    same(new PathQuestion(all, PathSelection.ALL, false, 10, ORIGINS), "loomtrace path", "path");
    same(
        new PathQuestion(all, PathSelection.between(0.5, 1), true, 10, ORIGINS),
        "loomtrace path --between p50,p100 --tail",
        "path",
        "between",
        "p50,p100",
        "tail",
        true);
    same(
        new PathQuestion(UnitChoice.ofGroup(group), PathSelection.slowest(2), false, 10, ORIGINS),
        "loomtrace path --group " + group + " --slowest 2",
        "path",
        "group",
        group,
        "slowest",
        2);
    client.refusal(404, "path", "group", "no such group");
    for (String wrong : List.of("p1", "p50,p40", "p0,p101", "50,60", "")) {
      client.refusal(400, "path", "between", wrong);
    }
  }

  /** Segments in order of time are what the command adds up. */
  @Test
  void criticalPathsOfTasksAreThoseOfTheCommand() throws IOException {
    for (Span task : tasks.subList(0, Math.min(10, tasks.size()))) {
      Json path = client.ask("path", "task-id", task.id()).get("answer");
      Json critical = client.ask("critical", "task", task.id());
      long[] told = new long[2];
      for (Json row : path.list("rows")) {
        told[0] += row.text("state").equals("running") ? row.number("totalNanos") : 0;
        told[1] += row.number("totalNanos");
      }
      long[] segments = new long[2];
      for (Json segment : critical.list("segments")) {
        long time = segment.number("end") - segment.number("begin");
        segments[0] += segment.text("state").equals("running") ? time : 0;
        segments[1] += time;
      }
      assertEquals(told[0], segments[0], "running");
      assertEquals(told[1], segments[1]);
      assertEquals(task.duration(), segments[1]);
    }
  }

  @Test
  void flameGraphsAddUp() throws IOException {
    for (String type : List.of("offcpu", "net", "sync", "syscall", "sched", "cpu", "offwake")) {
      Json flame = client.ask("flame", "type", type);
      assertEquals(type, flame.text("type"));
      assertEquals(!type.equals("cpu"), flame.flag("timed"));
      List<Json> nodes = flame.list("nodes");
      long own = 0;
      for (int i = 0; i < nodes.size(); i++) {
        List<Json> node = nodes.get(i).elements();
        assertEquals(i == 0, node.get(0).number() < 0);
        assertTrue(node.get(0).number() < i, "callers come first");
        assertTrue(node.get(1).number() < flame.list("frames").size());
        own += node.get(3).number();
      }
      assertEquals(flame.number("total"), nodes.getFirst().elements().get(2).number());
      assertEquals(flame.number("total"), own, "what was left out is in those above it");
    }
    long duration = client.ask("extent").number("durationNanos");
    Json all = client.ask("flame");
    long halves = 0;
    for (long from : new long[] {0, duration / 2}) {
      long to = from == 0 ? duration / 2 : duration;
      Json half = client.ask("flame", "from", from, "to", to);
      halves += half.number("total");
      Json ofGroup = client.ask("flame", "from", from, "to", to, "group", group);
      assertTrue(ofGroup.number("total") <= half.number("total"));
    }
    assertEquals(all.number("total"), halves);
    assertFalse(all.flag("estimated"));
    client.refusal(400, "flame", "from", 0);
    client.refusal(400, "flame", "from", 5, "to", 4);
    client.refusal(400, "flame", "from", 0, "to", 5, "task", "a");
    client.refusal(400, "flame", "type", "colour");
    client.refusal(404, "flame", "task", "no such task");
  }
}
