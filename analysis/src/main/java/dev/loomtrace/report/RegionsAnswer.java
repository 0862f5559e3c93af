package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.RegionGroups;
import dev.loomtrace.analysis.RegionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The regions of a trace by name, and those that took the longest.
 *
 * @param regions how many there are
 * @param name the name of which more is said, if one is asked for
 * @param groups all names, or that one
 * @param slowest the regions of these names that took the longest, longest first
 * @param clock the trace's
 * @param coverage of the trace
 */
public record RegionsAnswer(
    long regions,
    Optional<String> name,
    List<RegionGroups.Group> groups,
    List<RegionResult> slowest,
    TraceClock clock,
    Coverage coverage)
    implements Answer {
  /** Keeps copies of the lists. */
  public RegionsAnswer {
    groups = List.copyOf(groups);
    slowest = List.copyOf(slowest);
  }

  @Override
  public boolean isEmpty() {
    return groups.isEmpty();
  }

  @Override
  public void text(Text out) throws IOException {
    if (isEmpty()) {
      out.line(
          regions > 0 && name.isPresent()
              ? coverage.trace()
                  + " has no regions named '"
                  + Visible.name(name.get())
                  + "'; 'loomtrace regions' lists them"
              : coverage.trace()
                  + " has no regions: the program was in none (dev.loomtrace.Region)");
      return;
    }
    groups(out);
    if (name.isPresent()) {
      for (RegionGroups.Group group : groups) {
        TaskText.did(out, "what threads did in " + shown(group.name()), group.time());
      }
    }
    if (!slowest.isEmpty()) {
      out.line();
      slowest(out);
    }
  }

  private void groups(Text out) throws IOException {
    List<String> head = new ArrayList<>(List.of("<region", "count"));
    head.addAll(QuantileColumns.HEADS);
    head.addAll(StateColumns.HEADS);
    Table table = new Table(head.toArray(String[]::new));
    for (RegionGroups.Group group : groups) {
      List<String> row =
          new ArrayList<>(List.of(shown(group.name()), Quantities.count(group.count())));
      row.addAll(QuantileColumns.cells(group.whole()));
      row.addAll(StateColumns.shares(group.time()));
      table.row(row.toArray(String[]::new));
    }
    table.print(out, "");
  }

  private void slowest(Text out) throws IOException {
    List<String> head = new ArrayList<>(List.of("<longest", "task", "<thread", "took", "<"));
    head.addAll(StateColumns.HEADS);
    head.add("<began");
    Table table = new Table(head.toArray(String[]::new));
    for (RegionResult region : slowest) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  shown(region.name()),
                  region.task() == 0 ? "" : Long.toUnsignedString(region.task()),
                  ThreadWords.one(region.kind(), region.thread()),
                  Quantities.duration(region.time().total()),
                  TaskText.cut(region.beganBefore(), region.ended())));
      row.addAll(StateColumns.durations(region.time()));
      row.add(TaskText.began(region.beganBefore(), region.begin(), clock));
      table.row(row.toArray(String[]::new));
    }
    table.print(out, "");
  }

  private static String shown(String name) {
    return name.isEmpty() ? "(no name)" : name;
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    TaskJson times = new TaskJson(json, clock, false);
    json.writeStartObject();
    json.writeNumberField("regions", regions);
    json.writeArrayFieldStart("groups");
    for (RegionGroups.Group group : groups) {
      json.writeStartObject();
      json.writeStringField("name", group.name());
      json.writeNumberField("count", group.count());
      QuantileColumns.json(json, group.whole());
      times.times(group.time());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("slowest");
    for (RegionResult region : slowest) {
      json.writeStartObject();
      json.writeStringField("name", region.name());
      if (region.task() != 0) {
        Json.unsigned(json, "task", region.task());
      }
      json.writeNumberField("thread", region.thread());
      if (region.kind().isPresent()) {
        json.writeStringField("kind", Json.name(region.kind().get()));
      }
      clock.json(json, region.begin());
      json.writeBooleanField("beganBefore", region.beganBefore());
      json.writeBooleanField("ended", region.ended());
      times.times(region.time());
      json.writeEndObject();
    }
    json.writeEndArray();
    coverage.json(json);
    json.writeEndObject();
  }
}
