package dev.loomtrace.gotrace.text;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Raw events of a trace's text.
 *
 * <p>The first line is {@code Trace Go1.26}. Each event is a line of its name and its arguments,
 * each as {@code name=number}; frames and data follow on lines of their own. Empty lines, space
 * around words, and whatever comes after a {@code #} mean nothing, except that {@code # width}
 * tells of numbers that were written in more bytes than they need.
 */
public final class RawTextReader implements RawSource {
  private static final String TITLE = "Trace";
  private static final String VERSION_PREFIX = "Go1.";
  // Place of a number, and its bytes, ten at most.
  private static final Pattern WIDTH = Pattern.compile("\\b([0-9]{1,6})=([1-9]|10)\\b");
  private static final String[] FRAME_FIELDS = RawEvent.frameFields();

  private final TextLines lines;
  private final GoVersion version;
  private final Map<String, WireType> types = new HashMap<>();
  private final RawEvent event = new RawEvent();
  // Whether the current line was looked at but belongs to the next event.
  private boolean heldBack;

  private RawTextReader(TextLines lines, GoVersion version) {
    this.lines = lines;
    this.version = version;
    int codes = version.codes();
    for (WireType type : WireType.values()) {
      if (type != WireType.NONE && type.code() < codes) {
        types.put(type.text(), type);
      }
    }
  }

  /**
   * Opens a text.
   *
   * @param in the text; closed with the reader, or if this method throws
   * @throws UnsupportedTraceException if it is of a version that has no raw form
   * @throws MalformedTraceException if it does not begin as such a text does
   * @throws IOException if the input cannot be read
   */
  public static RawTextReader open(InputStream in) throws IOException {
    TextLines lines = new TextLines(in);
    try {
      return new RawTextReader(lines, header(lines));
    } catch (IOException | RuntimeException e) {
      try (lines) {
        throw e;
      }
    }
  }

  private static GoVersion header(TextLines lines) throws IOException {
    if (!lines.next() || !lines.word().equals(TITLE)) {
      throw lines.fault("found no title, expected " + TITLE + " " + VERSION_PREFIX + "26");
    }
    String word = lines.word();
    if (!word.startsWith(VERSION_PREFIX)) {
      throw lines.fault("found \"" + word + "\", expected " + VERSION_PREFIX + "26");
    }
    String minor = word.substring(VERSION_PREFIX.length());
    lines.expectEnd();
    for (GoVersion version : GoVersion.values()) {
      if (!version.isV1() && Integer.toString(version.minor()).equals(minor)) {
        return version;
      }
    }
    throw new UnsupportedTraceException(
        lines.offset(), "found version 1." + minor + "; those with a raw form are 22, 23, 25, 26");
  }

  @Override
  public GoVersion version() {
    return version;
  }

  @Override
  public RawEvent event() {
    return event;
  }

  @Override
  public boolean next() throws IOException {
    if (!heldBack && !lines.next()) {
      return false;
    }
    heldBack = false;
    String name = lines.word();
    WireType type = types.get(name);
    if (type == null) {
      throw lines.fault("found event \"" + name + "\", which go 1." + version.minor() + " has not");
    }
    event.begin(type.code());
    for (String argument : type.arguments()) {
      event.add(lines.argument(argument));
    }
    lines.expectEnd();
    widths();
    if (type.hasFrames()) {
      long frames = event.number(event.count() - 1);
      for (long i = 0; i < frames; i++) {
        frame(i, frames);
      }
    }
    if (type.hasData()) {
      data();
    }
    return true;
  }

  /** Takes the comment of widths, if there is one. */
  private void widths() throws MalformedTraceException {
    String comment = lines.comment();
    if (!comment.startsWith(RawEvent.WIDTH_COMMENT)) {
      return;
    }
    Matcher widths = WIDTH.matcher(comment.substring(RawEvent.WIDTH_COMMENT.length()));
    while (widths.find()) {
      int place = Integer.parseInt(widths.group(1));
      if (place <= event.lastWidePlace()) {
        throw lines.fault("found width of number " + place + ", expected ascending numbers");
      }
      event.width(place, Integer.parseInt(widths.group(2)));
    }
  }

  private void frame(long i, long frames) throws IOException {
    if (!lines.next()) {
      throw lines.fault(
          "found the end of the text after frame " + i + ", expected " + frames + " frames");
    }
    for (String field : FRAME_FIELDS) {
      event.add(lines.argument(field));
    }
    lines.expectEnd();
  }

  /** Data, or what follows it: Go prints no line for data of no bytes. */
  private void data() throws IOException {
    if (lines.next()) {
      if (lines.isData()) {
        byte[] bytes = lines.data();
        System.arraycopy(bytes, 0, event.dataRoom(bytes.length), 0, bytes.length);
        event.addedData(bytes.length);
      } else {
        heldBack = true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
