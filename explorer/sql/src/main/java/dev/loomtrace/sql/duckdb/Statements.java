package dev.loomtrace.sql.duckdb;

import dev.loomtrace.sql.SqlQueryException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at a query before the database does: it must be one statement, which reads. */
final class Statements {
  private static final Set<String> READING =
      Set.of(
          "select",
          "with",
          "from",
          "values",
          "table",
          "describe",
          "desc",
          "show",
          "summarize",
          "explain",
          "pivot",
          "unpivot");

  // What comes before the first word, and that.
  private static final Pattern EXPLAIN =
      Pattern.compile(
          "(?:[\\s(]|--[^\\n]*\\n|/\\*(?:[^*]|\\*(?!/))*+\\*/)*+EXPLAIN\\b",
          Pattern.CASE_INSENSITIVE);

  private Statements() {}

  /**
   * The query without a semicolon at its end.
   *
   * @throws SqlQueryException if it is none, several, or one that does not read
   */
  static String reading(String sql) throws SqlQueryException {
    int end = -1;
    StringBuilder word = new StringBuilder();
    boolean inWord = true;
    int i = 0;
    while (i < sql.length()) {
      int next = afterQuoted(sql, i);
      if (next > i) {
        boolean comment = sql.startsWith("--", i) || sql.startsWith("/*", i);
        if (!comment) {
          refuseMore(end);
          inWord = false;
        }
        i = next;
        continue;
      }
      char c = sql.charAt(i);
      if (c == ';') {
        end = end < 0 ? i : end;
      } else if (!Character.isWhitespace(c)) {
        refuseMore(end);
      }
      if (inWord && (Character.isLetter(c) || c == '_')) {
        word.append(c);
      } else if (inWord && !(word.isEmpty() && (Character.isWhitespace(c) || c == '('))) {
        inWord = false;
      }
      i++;
    }
    String first = word.toString().toLowerCase(Locale.ROOT);
    if (!READING.contains(first)) {
      throw new SqlQueryException(
          first.isEmpty()
              ? "there is no query; expected one that begins with SELECT, WITH or FROM"
              : "found a statement that begins with "
                  + first.toUpperCase(Locale.ROOT)
                  + ", expected one that reads: SELECT, WITH, FROM, DESCRIBE, SUMMARIZE, EXPLAIN");
    }
    return end < 0 ? sql : sql.substring(0, end);
  }

  /**
   * Whether it asks how a query is run, of which the database does not say before what it finds.
   */
  static boolean explains(String reading) {
    return EXPLAIN.matcher(reading).lookingAt();
  }

  private static void refuseMore(int end) throws SqlQueryException {
    if (end >= 0) {
      throw new SqlQueryException("found more than one statement, expected one");
    }
  }

  /** The position behind a text, a quoted name or a comment that begins here; else the same. */
  private static int afterQuoted(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      // A doubled one is two texts that follow each other, which ends at the same place. One that
      // is escaped, as e'\'' is, ends later: then more is refused than has to be.
      int end = sql.indexOf(c, at + 1);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    if (c == '$') {
      int tag = sql.indexOf('$', at + 1);
      if (tag > 0 && sql.substring(at + 1, tag).chars().allMatch(Character::isLetter)) {
        String mark = sql.substring(at, tag + 1);
        int end = sql.indexOf(mark, tag + 1);
        return end < 0 ? sql.length() : end + mark.length();
      }
    }
    return at;
  }
}
