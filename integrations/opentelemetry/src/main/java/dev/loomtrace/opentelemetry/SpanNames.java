package dev.loomtrace.opentelemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of spans as those of tasks, which classify: few and short. A library that puts what
 * differs from one request to the next into its spans' names would make tables of tasks useless,
 * and a recording large.
 */
final class SpanNames {
  /** Most names; spans with further ones are all called {@link #OTHERS}. */
  static final int MAX_NAMES = 2_000;

  /** Longest name, in characters. */
  static final int MAX_LENGTH = 200;

  /** The name of tasks of spans that have one name too many. */
  static final String OTHERS = "(span of another name)";

  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /** The name of the task of a span of this name. */
  String of(String span) {
    String name = span == null ? "" : span;
    if (name.length() > MAX_LENGTH) {
      boolean splits = Character.isHighSurrogate(name.charAt(MAX_LENGTH - 1));
      name = name.substring(0, splits ? MAX_LENGTH - 1 : MAX_LENGTH);
    }
    if (names.contains(name)) {
      return name;
    }
    if (names.size() >= MAX_NAMES) {
      return OTHERS;
    }
    names.add(name);
    return name;
  }
}
