package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a command did, run in this process. */
final class CommandRun {
  private final int code;
  private final byte[] bytes;
  private final String err;

  private CommandRun(int code, byte[] bytes, String err) {
    this.code = code;
    this.bytes = bytes;
    this.err = err;
  }

  /** Runs a command without input. */
  static CommandRun of(Object... arguments) {
    return withInput(new byte[0], arguments);
  }

  static CommandRun withInput(byte[] input, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(input, out, out, arguments);
  }

  /** Runs a command that writes to a stream of its own kind. */
  static CommandRun writingTo(OutputStream out, Object... arguments) {
    return writingTo(out, new byte[0], arguments);
  }

  /** The same with an input. */
  static CommandRun writingTo(OutputStream out, byte[] input, Object... arguments) {
    return run(input, out, new ByteArrayOutputStream(), arguments);
  }

  /** Runs a command over an input, and keeps nothing of its output. */
  static CommandRun over(byte[] input, Object... arguments) {
    return run(input, OutputStream.nullOutputStream(), new ByteArrayOutputStream(), arguments);
  }

  private static CommandRun run(
      byte[] input, OutputStream out, ByteArrayOutputStream kept, Object... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new ByteArrayInputStream(input), out, err, "loomtrace", Screen.NONE);
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = Loomtrace.run(console, words);
    return new CommandRun(code, kept.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /** Its exit code. */
  int code() {
    return code;
  }

  /** What it wrote to the standard output. */
  byte[] bytes() {
    return bytes;
  }

  /** What it wrote to the standard error. */
  String err() {
    return err;
  }

  /** The standard output as text. */
  String out() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Expects success. */
  CommandRun succeeds() {
    assertEquals(0, code, err);
    return this;
  }

  /** Expects this exit code, and a first line of the standard error for people. */
  String fails(int expected) {
    assertEquals(expected, code, err);
    assertFalse(err.contains("Exception") || err.contains("\tat "), err);
    return err.lines().findFirst().orElse("");
  }
}
