package dev.loomtrace.demo;

import java.util.HashMap;
import java.util.Map;

/** The price list, in a map that a monitor guards. */
final class Prices {
  private static final int ROUNDS = 200;

  private final Map<String, Long> cents = new HashMap<>();

  /** Price of an item, in cents. */
  synchronized long of(String item) {
    long base = cents.computeIfAbsent(item, Prices::invent);
    return base + Math.floorMod(Work.digest(item, ROUNDS), 2);
  }

  private static long invent(String item) {
    return 100L + Math.floorMod(Work.digest(item, ROUNDS), 900);
  }
}
