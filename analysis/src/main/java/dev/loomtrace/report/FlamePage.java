package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A flame graph as a page that needs nothing else: no request leaves it, and its policy forbids
 * any. Names of a trace are text in it and never markup. Without scripts it is a table.
 */
final class FlamePage {
  private static final int FRAMES = 50;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
  private static final JsonFactory JSON =
      JsonFactory.builder().build().setCharacterEscapes(new NoMarkup());

  private final String title;
  private final FlameTree tree;
  private final boolean timed;
  private final List<String> remarks;

  /** Escapes what could end or begin an element, so that JSON can stand in one. */
  private static final class NoMarkup extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private static final int[] ASCII = standardAsciiEscapesForJSON();

    static {
      for (char c : new char[] {'<', '>', '&', '\''}) {
        ASCII[c] = ESCAPE_CUSTOM;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return new SerializedString(String.format("\\u%04x", c));
    }
  }

  /**
   * A page.
   *
   * @param title what the profile is of
   * @param tree its frames
   * @param timed whether they have times, in nanoseconds, and not numbers of samples
   * @param remarks what whoever reads it must know: a sentence each
   */
  FlamePage(String title, FlameTree tree, boolean timed, List<String> remarks) {
    this.title = title;
    this.tree = tree;
    this.timed = timed;
    this.remarks = List.copyOf(remarks);
  }

  /** Writes it. */
  void writeTo(Writer out) throws IOException {
    String page = resource("flame.html");
    String style = resource("flame.css");
    String script = resource("flame.js");
    Matcher placeholder = PLACEHOLDER.matcher(page);
    int from = 0;
    while (placeholder.find()) {
      out.write(page, from, placeholder.start() - from);
      from = placeholder.end();
      switch (placeholder.group(1)) {
        case "policy" ->
            out.write(
                "default-src 'none'; style-src '"
                    + hash(style)
                    + "'; script-src '"
                    + hash(script)
                    + "'; base-uri 'none'; form-action 'none'");
        case "title" -> out.write(text(title));
        case "style" -> out.write(style);
        case "summary" -> out.write(text(summary()));
        case "remarks" -> remarks(out);
        case "table" -> table(out);
        case "data" -> data(out);
        case "script" -> out.write(script);
        default -> throw new AssertionError("invariant: the page asks for what there is");
      }
    }
    out.write(page, from, page.length() - from);
  }

  private String value(long value) {
    return timed ? Quantities.duration(value) : Quantities.count(value, "sample");
  }

  private String summary() {
    String all = value(tree.total()) + " in " + Quantities.count(tree.nodes().size() - 1, "frame");
    return tree.leftOut() == 0
        ? all
        : all
            + "; frames with less than "
            + value(tree.least())
            + " are left out, which have "
            + value(tree.leftOut())
            + " ("
            + Quantities.percent(tree.leftOut(), tree.total())
            + ") altogether";
  }

  private void remarks(Writer out) throws IOException {
    for (String remark : remarks) {
      out.write("<p class=\"remark\">" + text(remark) + "</p>\n");
    }
  }

  private void table(Writer out) throws IOException {
    List<FlameTree.Frame> frames = tree.frames();
    out.write("<table>\n<thead><tr><th scope=\"col\">with callees</th>");
    out.write("<th scope=\"col\">share</th><th scope=\"col\">alone</th>");
    out.write("<th scope=\"col\">frame</th></tr></thead>\n<tbody>\n");
    for (FlameTree.Frame frame : frames.subList(0, Math.min(FRAMES, frames.size()))) {
      out.write(
          "<tr><td>"
              + value(frame.total())
              + "</td><td>"
              + Quantities.percent(frame.total(), tree.total())
              + "</td><td>"
              + value(frame.own())
              + "</td><td>"
              + text(frame.name())
              + "</td></tr>\n");
    }
    out.write("</tbody>\n</table>\n");
    if (frames.size() > FRAMES) {
      out.write("<p>and " + Quantities.count(frames.size() - FRAMES, "more name") + "</p>\n");
    }
  }

  /** The tree for the script: names, and three numbers for each frame. */
  private void data(Writer out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("unit", timed ? "nanoseconds" : "sample");
      json.writeArrayFieldStart("names");
      // Those of frames that were left out are not needed.
      Map<Integer, Integer> numbers = new HashMap<>();
      for (FlameTree.Node node : tree.nodes()) {
        if (numbers.putIfAbsent(node.name(), numbers.size()) == null) {
          json.writeString(tree.names().get(node.name()));
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("nodes");
      for (FlameTree.Node node : tree.nodes()) {
        json.writeNumber(numbers.get(node.name()));
        json.writeNumber(node.value());
        json.writeNumber(node.callees());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** Text as such in a page. */
  private static String text(String text) {
    return Visible.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("invariant: every JVM has SHA-256", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = FlamePage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("invariant: " + name + " is beside this class");
      }
      // As a browser has it before it compares the hash.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }
}
