package dev.loomtrace.report;

import java.util.regex.Pattern;

/** Words of commands that can be copied into a shell. */
public final class ShellWord {
  // These mean nothing to any shell.
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit}_@%+=:,./-]+");

  private ShellWord() {}

  /** The word as a shell must see it: in quotes if some of it would mean something. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
