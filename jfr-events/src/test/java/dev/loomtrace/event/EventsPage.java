package dev.loomtrace.event;

import dev.loomtrace.event.EventSpec.Recorder;
import java.util.StringJoiner;

/** Makes the part of {@code docs/events.md} that lists events, fields and codes. */
final class EventsPage {
  private static final String BEGIN =
      "<!-- From here to the end mark: made from dev.loomtrace.event.EventSchema; see"
          + " CONTRIBUTING.md. -->";
  private static final String END = "<!-- The end mark. -->";

  private final StringBuilder out = new StringBuilder();

  private EventsPage() {}

  /**
   * The page with what the schema says now.
   *
   * @throws IllegalArgumentException if the page does not have the marks
   */
  static String renewed(String page) {
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no marks around what is made from the schema");
    }
    EventsPage made = new EventsPage();
    made.all();
    return page.substring(0, from + BEGIN.length()) + "\n\n" + made.out + page.substring(to);
  }

  private void all() {
    line("| event | what it says | recorded by |");
    line("|---|---|---|");
    for (EventSpec event : EventSchema.events()) {
      line(
          row(
              "[" + code(event.name()) + "](" + anchor(event.name()) + ")",
              event.description(),
              recorder(event)));
    }
    line("");
    EventSchema.events().forEach(this::event);
    EventSchema.codes().forEach(this::codes);
  }

  private void event(EventSpec event) {
    line("## " + event.name());
    line("");
    line(event.occasion());
    line("");
    line(
        "In tools: \""
            + event.label()
            + "\", under "
            + String.join(" / ", event.categories())
            + ". Since "
            + event.since()
            + ". "
            + (event.lasts() ? "It has a duration." : "It is an instant.")
            + " Settings: "
            + settings(event)
            + ".");
    line("");
    line("| field | type | unit | meaning |");
    line("|---|---|---|---|");
    for (FieldSpec field : event.fields()) {
      if (isUsed(event, field)) {
        line(row(code(field.name()), type(field), field.unit().word(), meaning(field)));
      }
    }
    line("");
  }

  // What JFR gives to all events and this one leaves empty would be noise.
  private static boolean isUsed(EventSpec event, FieldSpec field) {
    return switch (field.name()) {
      case EventSchema.DURATION -> event.lasts();
      case EventSchema.STACK_TRACE -> event.canHaveStack();
      default -> true;
    };
  }

  private void codes(CodeTable table) {
    line("## " + table.title());
    line("");
    line("| code | name | meaning |");
    line("|---|---|---|");
    for (CodeTable.Code code : table.codes()) {
      line(row(Integer.toString(code.value()), code.name(), code.meaning()));
    }
    line("");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String recorder(EventSpec event) {
    return event.recorder() == Recorder.AGENT ? "the agent" : "the application";
  }

  private static String settings(EventSpec event) {
    StringJoiner settings = new StringJoiner(", ");
    event.settings().forEach(s -> settings.add(code(s.name() + "=" + s.value())));
    return settings.toString();
  }

  private static String type(FieldSpec field) {
    String name = field.type().jfrName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String meaning(FieldSpec field) {
    CodeTable codes = field.codes();
    return codes == null
        ? field.meaning()
        : field.meaning() + " [" + codes.title() + "](" + anchor(codes.title()) + ").";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  /** Where a heading is, as GitHub has it. */
  private static String anchor(String heading) {
    return "#" + heading.toLowerCase(java.util.Locale.ROOT).replace(".", "").replace(' ', '-');
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
