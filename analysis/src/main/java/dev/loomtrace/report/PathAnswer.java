package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.PathLink;
import dev.loomtrace.analysis.PathProfile;
import dev.loomtrace.analysis.PathStory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who had to act for units of work to go on, added up over all of them.
 *
 * @param what what the units are called: {@code task}, {@code thread}
 * @param name the name that was asked for; empty if none was
 * @param profile their paths
 * @param cut how many other units began before the trace or ended after it
 * @param top how many rows the text has at most
 * @param clock the trace's
 * @param coverage of the trace
 */
public record PathAnswer(
    String what,
    String name,
    PathProfile profile,
    long cut,
    int top,
    TraceClock clock,
    Coverage coverage)
    implements Answer {
  private static final List<String> BANDS =
      List.of("below p50", "p50 to p95", "p95 to p99", "above p99");

  @Override
  public boolean isEmpty() {
    return profile.units() == 0;
  }

  @Override
  public void text(Text out) throws IOException {
    out.line(
        "critical paths of "
            + Quantities.count(profile.units(), what)
            + (name.isEmpty() ? "" : " " + Visible.name(name))
            + ", "
            + Quantities.duration(profile.total())
            + " altogether: median "
            + Quantities.duration(profile.p50())
            + ", p95 "
            + Quantities.duration(profile.p95())
            + ", p99 "
            + Quantities.duration(profile.p99())
            + ", longest "
            + Quantities.duration(profile.longest()));
    long rest = profile.units() - profile.tail();
    if (profile.tail() > 0) {
      out.line(
          "the slow "
              + Quantities.count(profile.tail())
              + " took "
              + each(profile.tailTotal(), profile.tail())
              + " each, the other "
              + Quantities.count(rest)
              + " "
              + each(profile.total() - profile.tailTotal(), rest));
    }
    if (isEmpty()) {
      return;
    }
    out.line();
    List<PathProfile.Row> shown = shown();
    Table table = profile.tail() > 0 ? tail(shown, rest) : bands(shown);
    table.print(out, "");
    stories(out, shown);
  }

  private List<PathProfile.Row> shown() {
    return profile.rows().subList(0, Math.min(top, profile.rows().size()));
  }

  private Table bands(List<PathProfile.Row> shown) {
    Table table =
        new Table(
            "",
            "share",
            "each",
            "have it",
            "p50",
            "p99",
            BANDS.get(0),
            BANDS.get(1),
            BANDS.get(2),
            BANDS.get(3));
    long rest = profile.total();
    for (int i = 0; i < shown.size(); i++) {
      PathProfile.Row row = shown.get(i);
      rest -= row.total();
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(i + 1));
      cells.add(Quantities.percent(row.total(), profile.total()));
      cells.add(each(row.total(), profile.units()));
      cells.add(Quantities.percent(row.units(), profile.units()));
      cells.add(Quantities.duration(row.p50()));
      cells.add(Quantities.duration(row.p99()));
      for (int band = 0; band < BANDS.size(); band++) {
        cells.add(each(row.bands().get(band), profile.bands().get(band)));
      }
      table.row(cells.toArray(new String[0]));
    }
    if (shown.size() < profile.rows().size()) {
      table.row(
          "others",
          Quantities.percent(rest, profile.total()),
          each(rest, profile.units()),
          "",
          "",
          "",
          "",
          "",
          "",
          "");
    }
    return table;
  }

  private Table tail(List<PathProfile.Row> shown, long rest) {
    Table table =
        new Table("", "slow, each", "others, each", "difference", "of difference", "have it");
    long all = difference(profile.tailTotal(), profile.total(), rest);
    for (int i = 0; i < shown.size(); i++) {
      PathProfile.Row row = shown.get(i);
      long more = difference(row.tail(), row.total(), rest);
      table.row(
          String.valueOf(i + 1),
          each(row.tail(), profile.tail()),
          each(row.total() - row.tail(), rest),
          Quantities.duration(more),
          Quantities.percent(more, all),
          Quantities.percent(row.units(), profile.units()));
    }
    return table;
  }

  private long difference(long tail, long total, long rest) {
    return tail / profile.tail() - (rest == 0 ? 0 : (total - tail) / rest);
  }

  private static String each(long time, long units) {
    return units == 0 ? "" : Quantities.duration(time / units);
  }

  private void stories(Text out, List<PathProfile.Row> shown) throws IOException {
    for (int i = 0; i < shown.size(); i++) {
      PathProfile.Row row = shown.get(i);
      PathStory story = row.story();
      out.line();
      String indent = "";
      String number = (i + 1) + ": ";
      for (PathLink link : story.chain()) {
        out.line(number + indent + PathWords.words(link));
        number = " ".repeat(number.length());
        indent = "it ";
      }
      out.line(number + indent + PathWords.words(story));
      out.line(
          " ".repeat(number.length())
              + "most in "
              + row.examples().stream()
                  .map(
                      example ->
                          what
                              + " "
                              + Long.toUnsignedString(example.id())
                              + " ("
                              + Quantities.duration(example.time())
                              + ", "
                              + Quantities.duration(clock.sinceStart(example.begin()))
                              + " into the trace)")
                  .collect(Collectors.joining(", ")));
    }
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("unit", what);
    json.writeStringField("name", name);
    json.writeNumberField("units", profile.units());
    json.writeNumberField("unitsCut", cut);
    json.writeNumberField("totalNanos", profile.total());
    json.writeNumberField("p50Nanos", profile.p50());
    json.writeNumberField("p95Nanos", profile.p95());
    json.writeNumberField("p99Nanos", profile.p99());
    json.writeNumberField("longestNanos", profile.longest());
    numbers(json, "unitsByBand", profile.bands());
    json.writeNumberField("tailUnits", profile.tail());
    json.writeNumberField("tailNanos", profile.tailTotal());
    json.writeArrayFieldStart("rows");
    for (PathProfile.Row row : profile.rows()) {
      row(json, row);
    }
    json.writeEndArray();
    coverage.json(json);
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, List<Long> numbers)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private void row(JsonGenerator json, PathProfile.Row row) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("chain");
    for (PathLink link : row.story().chain()) {
      json.writeStartObject();
      PathWords.json(json, link);
      json.writeEndObject();
    }
    json.writeEndArray();
    PathStory story = row.story();
    PathWords.json(json, story);
    json.writeNumberField("totalNanos", row.total());
    json.writeNumberField("savedAtMostNanos", row.total());
    json.writeNumberField("units", row.units());
    json.writeNumberField("p50Nanos", row.p50());
    json.writeNumberField("p99Nanos", row.p99());
    numbers(json, "nanosByBand", row.bands());
    json.writeNumberField("tailNanos", row.tail());
    json.writeArrayFieldStart("examples");
    for (PathProfile.Example example : row.examples()) {
      json.writeStartObject();
      Json.unsigned(json, "id", example.id());
      json.writeNumberField("beginNanos", clock.sinceStart(example.begin()));
      json.writeNumberField("nanos", example.time());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (cut > 0) {
      remarks.add(
          Quantities.count(cut, what)
              + " began before the recording or had not ended with it, and "
              + (cut == 1 ? "is" : "are")
              + " left out");
    }
    remarks.addAll(coverage.remarks());
    return remarks;
  }
}
