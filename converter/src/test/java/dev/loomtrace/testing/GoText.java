package dev.loomtrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Compares what we print with what {@code go tool trace -d=…} prints, byte for byte, while both are
 * printed: the text of a recording may have hundreds of megabytes.
 */
public final class GoText {
  /** What both said of a trace, after the same text. */
  public enum Verdict {
    /** It is a trace. */
    ACCEPTED,
    /** It is none. */
    REFUSED
  }

  private GoText() {}

  /**
   * Prints a trace both ways.
   *
   * @param mode the mode of {@code go tool trace -d}
   * @return the verdict of both
   */
  public static Verdict assertSame(String mode, Path trace, GoTraces.Printer printer)
      throws IOException {
    Path err = Files.createTempFile("loomtrace", ".err");
    Process go =
        new ProcessBuilder(GoTools.traceTool().toString(), "-d=" + mode, trace.toString())
            .redirectError(err.toFile())
            .start();
    try {
      Comparison comparison = new Comparison(go.getInputStream());
      go.getOutputStream().close();
      Verdict ours = Verdict.ACCEPTED;
      String refusal = "";
      try {
        printer.print(trace, comparison);
      } catch (MalformedTraceException e) {
        ours = Verdict.REFUSED;
        refusal = e.getMessage();
      }
      comparison.expectEnd(refusal);
      Verdict theirs = go.waitFor() == 0 ? Verdict.ACCEPTED : Verdict.REFUSED;
      assertEquals(theirs, ours, () -> refusalOf(err) + trace);
      return ours;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      go.destroy();
      Files.delete(err);
    }
  }

  private static String refusalOf(Path err) {
    try {
      return "Go says: " + Files.readString(err).lines().findFirst().orElse("nothing") + "; ";
    } catch (IOException e) {
      return "";
    }
  }

  /** Takes our text and reads as much of theirs. */
  private static final class Comparison extends OutputStream {
    private static final int CONTEXT = 300;

    private final InputStream theirs;
    private long compared;
    private String before = "";

    Comparison(InputStream theirs) {
      this.theirs = theirs;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] ours, int offset, int length) throws IOException {
      byte[] other = theirs.readNBytes(length);
      int at = Arrays.mismatch(ours, offset, offset + length, other, 0, other.length);
      if (at >= 0) {
        throw new AssertionError(
            "texts differ at byte "
                + (compared + at)
                + "\n…"
                + before
                + "\nours:   "
                + excerpt(ours, offset, offset + length, at)
                + "\ntheirs: "
                + excerpt(other, 0, other.length, at));
      }
      compared += length;
      int from = Math.max(0, length - CONTEXT);
      before = new String(ours, offset + from, length - from, StandardCharsets.ISO_8859_1);
    }

    private static String excerpt(byte[] bytes, int from, int to, int at) {
      int start = Math.max(from, from + at - CONTEXT);
      int end = Math.min(to, from + at + CONTEXT);
      return new String(bytes, start, Math.max(0, end - start), StandardCharsets.ISO_8859_1);
    }

    void expectEnd(String refusal) throws IOException {
      byte[] more = theirs.readNBytes(CONTEXT);
      if (more.length > 0) {
        throw new AssertionError(
            "our text ends at byte "
                + compared
                + (refusal.isEmpty() ? "" : " (" + refusal + ")")
                + "; theirs goes on: "
                + new String(more, StandardCharsets.ISO_8859_1));
      }
    }
  }
}
