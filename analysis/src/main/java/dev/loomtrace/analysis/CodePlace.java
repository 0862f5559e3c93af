package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where in the code something waited. The frames' {@code pc} says nothing: it is 0, since those of
 * Go differ within a line.
 *
 * @param site the application's own code; that of a library if no frame of the application's is
 *     there, else whatever is
 * @param called the innermost code of a library that the site had called, directly or not, if it
 *     had
 */
public record CodePlace(Frame site, Optional<Frame> called) {
  private static final Comparator<Frame> FRAMES =
      Comparator.comparing(Frame::function)
          .thenComparing(Frame::file)
          .thenComparingLong(Frame::line);

  /** By the names of the functions, then by files and lines. */
  static final Comparator<CodePlace> ORDER =
      Comparator.comparing(CodePlace::site, FRAMES)
          .thenComparing(place -> place.called().orElse(Frame.NONE), FRAMES);

  /** A place that no library's code has to do with. */
  public CodePlace(Frame site) {
    this(site, Optional.empty());
  }
}
