package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CarriersResult;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What held the carriers, or procs.
 *
 * @param carriers what is known of them
 * @param clock the trace's
 * @param coverage of the trace
 */
public record CarriersAnswer(CarriersResult carriers, TraceClock clock, Coverage coverage)
    implements Answer {
  private static final int GROUPS = 10;
  private static final int HOLDS = 5;
  private static final int EPISODES = 5;

  @Override
  public boolean isEmpty() {
    return carriers.carriers() == 0 || !coverage.source().recorder();
  }

  @Override
  public void text(Text out) throws IOException {
    if (isEmpty()) {
      out.line(
          coverage.trace()
              + " does not say who had carriers"
              + (coverage.source().recorder()
                  ? ""
                  : ": it was recorded without Loomtrace's agent (start the JVM with"
                      + " -javaagent:loomtrace-agent.jar)"));
      return;
    }
    CarriersResult.Use use = carriers.use();
    out.line(
        Quantities.count(carriers.carriers())
            + (carriers.carriers() == 1 ? " carrier or processor" : " carriers or processors")
            + " for "
            + Quantities.duration(carriers.duration())
            + ": running "
            + Quantities.percent(use.running(), use.all())
            + ", pinned or in a system call "
            + Quantities.percent(use.pinned(), use.all())
            + ", idle "
            + Quantities.percent(use.idle(), use.all()));
    out.line();
    parts(out);
    groups(out);
    episodes(out);
    holds(out);
  }

  private void parts(Text out) throws IOException {
    Table table = new Table("from", "running", "pinned", "idle", "of", "waiting for one");
    for (CarriersResult.Use part : carriers.parts()) {
      table.row(
          Quantities.duration(clock.sinceStart(carriers.from()) + part.begin()),
          mean(part.running(), part),
          mean(part.pinned(), part),
          mean(part.idle(), part),
          mean(part.all(), part),
          mean(part.runnable(), part));
    }
    table.print(out, "");
  }

  private static String mean(long time, CarriersResult.Use part) {
    return String.format(Locale.ROOT, "%.2f", (double) time / part.duration());
  }

  private void groups(Text out) throws IOException {
    List<CarriersResult.Group> groups = carriers.groups();
    if (groups.isEmpty()) {
      return;
    }
    Table table = new Table("<who had them", "running", "pinned", "share", "waited for one");
    for (CarriersResult.Group group : groups.subList(0, Math.min(GROUPS, groups.size()))) {
      table.row(
          name(group.name()),
          Quantities.duration(group.running()),
          Quantities.duration(group.pinned()),
          Quantities.percent(
              group.running() + group.pinned(), carriers.use().running() + carriers.use().pinned()),
          Quantities.duration(group.runnable()));
    }
    out.line();
    table.print(out, "");
    if (groups.size() > GROUPS) {
      out.line("and " + Quantities.count(groups.size() - GROUPS, "more group"));
    }
  }

  private static String name(String group) {
    return group.isEmpty() ? "(not known)" : group;
  }

  private void episodes(Text out) throws IOException {
    out.line();
    if (carriers.episodes() == 0) {
      out.line("one was free whenever a thread could run");
      return;
    }
    out.line(
        "none was free "
            + Quantities.count(carriers.episodes(), "time")
            + ", for "
            + Quantities.duration(carriers.saturated())
            + " altogether, while threads waited for one for "
            + Quantities.duration(carriers.waited()));
    Table table = new Table("", "took", "waits", "at a time", "waited", "<began");
    List<CarriersResult.Episode> longest = carriers.longest();
    for (CarriersResult.Episode episode : longest.subList(0, Math.min(EPISODES, longest.size()))) {
      table.row(
          "",
          Quantities.duration(episode.duration()),
          Quantities.count(episode.waits()),
          Quantities.count(episode.most()),
          Quantities.duration(episode.waited()),
          clock.words(episode.begin()));
    }
    table.print(out, "");
  }

  private void holds(Text out) throws IOException {
    List<CarriersResult.Hold> holds = carriers.holds();
    if (holds.isEmpty()) {
      return;
    }
    out.line();
    out.line("kept one for more than 10 ms while others waited, by how long these did");
    for (CarriersResult.Hold hold : holds.subList(0, Math.min(HOLDS, holds.size()))) {
      out.line(
          "  "
              + Quantities.duration(hold.caused())
              + "  "
              + Visible.name(name(hold.group()))
              + (hold.count() > 1
                  ? ", "
                      + Quantities.count(hold.count())
                      + " times, "
                      + Quantities.duration(hold.total())
                      + " altogether; the longest "
                  : ": ")
              + Quantities.duration(hold.longest())
              + ", "
              + ThreadWords.one(Optional.of(hold.kind()), hold.thread())
              + ", "
              + clock.words(hold.begin()));
      if (hold.place().isPresent()) {
        PlaceText.print(out.prefixed("    "), hold.place().get());
      }
      out.line("    " + PlaceText.source(hold.source()));
    }
    if (holds.size() > HOLDS) {
      out.line("  and " + Quantities.count(holds.size() - HOLDS, "more place"));
    }
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("known", !isEmpty());
    json.writeNumberField("carriers", carriers.carriers());
    json.writeNumberField("beginNanos", clock.sinceStart(carriers.from()));
    json.writeNumberField("totalNanos", carriers.duration());
    json.writeObjectFieldStart("use");
    use(json, carriers.use());
    json.writeEndObject();
    json.writeArrayFieldStart("overTime");
    for (CarriersResult.Use part : carriers.parts()) {
      json.writeStartObject();
      json.writeNumberField("beginNanos", clock.sinceStart(carriers.from()) + part.begin());
      json.writeNumberField("totalNanos", part.duration());
      use(json, part);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("groups");
    for (CarriersResult.Group group : carriers.groups()) {
      json.writeStartObject();
      json.writeStringField("group", group.name());
      json.writeNumberField("runningNanos", group.running());
      json.writeNumberField("pinnedNanos", group.pinned());
      json.writeNumberField("runnableNanos", group.runnable());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("saturations", carriers.episodes());
    json.writeNumberField("saturatedNanos", carriers.saturated());
    json.writeNumberField("waitedNanos", carriers.waited());
    json.writeArrayFieldStart("longestSaturations");
    for (CarriersResult.Episode episode : carriers.longest()) {
      json.writeStartObject();
      json.writeNumberField("beginNanos", clock.sinceStart(episode.begin()));
      json.writeNumberField("totalNanos", episode.duration());
      json.writeNumberField("waits", episode.waits());
      json.writeNumberField("mostAtATime", episode.most());
      json.writeNumberField("waitedNanos", episode.waited());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("holds");
    for (CarriersResult.Hold hold : carriers.holds()) {
      hold(json, hold);
    }
    json.writeEndArray();
    coverage.json(json);
    json.writeEndObject();
  }

  private void hold(JsonGenerator json, CarriersResult.Hold hold) throws IOException {
    json.writeStartObject();
    json.writeStringField("group", hold.group());
    if (hold.place().isPresent()) {
      Json.place(json, hold.place().get(), Stack.NONE);
    }
    json.writeStringField("placeFrom", Json.name(hold.source()));
    json.writeNumberField("count", hold.count());
    json.writeNumberField("totalNanos", hold.total());
    json.writeNumberField("longestNanos", hold.longest());
    json.writeNumberField("thread", hold.thread());
    json.writeStringField("kind", Json.name(hold.kind()));
    json.writeNumberField("beginNanos", clock.sinceStart(hold.begin()));
    json.writeNumberField("causedNanos", hold.caused());
    json.writeEndObject();
  }

  private static void use(JsonGenerator json, CarriersResult.Use use) throws IOException {
    json.writeNumberField("carrierNanos", use.all());
    json.writeNumberField("runningNanos", use.running());
    json.writeNumberField("pinnedNanos", use.pinned());
    json.writeNumberField("idleNanos", use.idle());
    json.writeNumberField("runnableNanos", use.runnable());
  }
}
