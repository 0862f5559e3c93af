package dev.loomtrace.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * {@code golang.org/x/exp/trace} as a judge of many small traces: one process reads them all, where
 * {@code go tool trace} would need one for each.
 */
public final class GoJudge implements AutoCloseable {
  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;

  private GoJudge(Process process) {
    this.process = process;
    this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(process.getInputStream());
  }

  /**
   * What Go's reader says of a trace.
   *
   * @param text its events up to the first fault, as {@code go tool trace -d=parsed} prints them, a
   *     character for each byte
   * @param fault empty if there is none
   */
  public record Verdict(String text, String fault) {
    /** Whether Go's reader takes all of the trace. */
    public boolean accepted() {
      return fault.isEmpty();
    }

    /** The text as such. */
    public String utf8() {
      return new String(text.getBytes(ISO_8859_1), UTF_8);
    }
  }

  /** Starts a judge, who tells times in UTC; skips the test if there is no Go. */
  public static GoJudge start() {
    try {
      ProcessBuilder judge =
          new ProcessBuilder(GoTools.program("judge").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      judge.environment().put("TZ", "UTC");
      return new GoJudge(judge.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judges a trace. */
  public Verdict judge(byte[] trace) {
    try {
      questions.writeInt(trace.length);
      questions.write(trace);
      questions.flush();
      String text = new String(answers.readNBytes(answers.readInt()), ISO_8859_1);
      String fault = new String(answers.readNBytes(answers.readInt()), UTF_8);
      return new Verdict(text, fault);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
