package dev.loomtrace;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import jdk.jfr.Configuration;

/**
 * The JFR settings that come with Loomtrace, as {@code .jfc} files in its jar. Immutable.
 *
 * <pre>{@code
 * recording.setSettings(Settings.alwaysOn().values());
 * }</pre>
 */
public final class Settings {
  private final String fileName;

  private Settings(String fileName) {
    this.fileName = fileName;
  }

  /**
   * Lean enough to be always on: all of Loomtrace's events, and those of the JDK's that a trace is
   * made of, without any that are costly at each chunk.
   */
  public static Settings alwaysOn() {
    return new Settings("loomtrace.jfc");
  }

  /** The same events without thresholds and with stacks, for a short look at a test system. */
  public static Settings full() {
    return new Settings("loomtrace-full.jfc");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings that && fileName.equals(that.fileName);
  }

  @Override
  public int hashCode() {
    return fileName.hashCode();
  }

  /** The file's name. */
  @Override
  public String toString() {
    return fileName;
  }

  /** Name of the file in the jar, in this class's package. */
  public String fileName() {
    return fileName;
  }

  /**
   * Text of the file, for {@code -XX:StartFlightRecording:settings=} or {@code jcmd}.
   *
   * @throws UncheckedIOException if the file was left out when the application was packaged, or
   *     cannot be read
   */
  public String text() {
    try (InputStream in = Settings.class.getResourceAsStream(fileName)) {
      if (in == null) {
        throw new FileNotFoundException(fileName + " is not beside " + Settings.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All settings, as {@code Recording.setSettings} takes them: {@code event#setting}, value. Empty
   * in a run time without the module {@code jdk.jfr}.
   *
   * @throws UncheckedIOException as {@link #text()}
   */
  public Map<String, String> values() {
    try {
      return Map.copyOf(Configuration.create(new StringReader(text())).getSettings());
    } catch (NoClassDefFoundError e) {
      return Map.of();
    } catch (IOException | ParseException e) {
      throw new AssertionError("invariant: " + fileName + " can be read", e);
    }
  }
}
