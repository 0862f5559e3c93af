package dev.loomtrace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules for which package may use which, and what breaks them.
 *
 * <p>Names of packages in rules are exact; with {@code .*} at the end they stand for a package and
 * all below it. Of several rules for a package the most exact one counts.
 *
 * @param root the package above all that the rules are about
 * @param floors from the lowest to the highest
 * @param reserved packages of others, each with the only ones of ours that may use it; other
 *     packages of others are free
 */
record Layers(String root, List<Floor> floors, Map<String, List<String>> reserved) {
  private static final String BELOW = ".*";

  /** Packages of one level: none of them may use one of a floor above, whatever its rule says. */
  record Floor(String name, List<Room> rooms) {
    static Floor of(String name, Room... rooms) {
      return new Floor(name, List.of(rooms));
    }
  }

  /** A package, and what of ours it may use besides itself. */
  record Room(String name, List<String> uses) {
    static Room of(String name, String... uses) {
      return new Room(name, List.of(uses));
    }
  }

  /**
   * What is wrong with these uses, in words; empty if nothing is. Nested classes count as part of
   * the class around them.
   *
   * @param uses the classes that each class of ours uses
   */
  List<String> faults(Map<String, Set<String>> uses) {
    return faults(uses, List.of());
  }

  /**
   * The same, with exceptions.
   *
   * @param tolerated classes that may use each other in a circle; those that do not are a fault too
   */
  List<String> faults(Map<String, Set<String>> uses, List<Set<String>> tolerated) {
    Map<String, Set<String>> classes = outermost(uses);
    Set<String> faults = new TreeSet<>();
    Map<String, Set<String>> packages = new TreeMap<>();
    classes.forEach(
        (from, targets) -> {
          if (room(packageOf(from)).isEmpty()) {
            faults.add(packageOf(from) + " has no rule");
          }
          packages.computeIfAbsent(packageOf(from), key -> new TreeSet<>());
          for (String to : targets) {
            packages.get(packageOf(from)).add(packageOf(to));
          }
        });
    packages.forEach(
        (from, targets) -> {
          for (String to : targets) {
            verdict(from, to).ifPresent(v -> faults.add(v + example(classes, from, to)));
          }
        });
    List<String> all = new ArrayList<>(faults);
    for (List<String> circle : circles(withoutLoops(packages))) {
      all.add("circle of packages: " + String.join(" -> ", circle));
    }
    all.addAll(circlesOfClasses(classes, tolerated));
    return all;
  }

  // Packages.

  private Optional<String> verdict(String from, String to) {
    for (Map.Entry<String, List<String>> rule : reserved.entrySet()) {
      if (matches(rule.getKey() + BELOW, to)
          && rule.getValue().stream().noneMatch(user -> matches(user, from))) {
        return Optional.of(from + " may not use " + to);
      }
    }
    Optional<Room> room = room(from);
    if (!matches(root + BELOW, to) || from.equals(to) || room.isEmpty()) {
      return Optional.empty();
    }
    if (room.get().uses().stream().noneMatch(rule -> matches(rule, to))) {
      return Optional.of(from + " may not use " + to);
    }
    int floor = floor(from);
    int other = floor(to);
    return other <= floor
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%s of the floor \"%s\" may not use %s of the floor \"%s\" above",
                from, floors.get(floor).name(), to, floors.get(other).name()));
  }

  private static String example(Map<String, Set<String>> classes, String from, String to) {
    return classes.entrySet().stream()
        .filter(entry -> packageOf(entry.getKey()).equals(from))
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(target -> packageOf(target).equals(to))
                    .map(target -> ": " + simple(entry.getKey()) + " uses " + simple(target)))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Room> room(String name) {
    return floors.stream()
        .flatMap(floor -> floor.rooms().stream())
        .filter(room -> matches(room.name(), name))
        .max(Comparator.comparingInt(room -> exactness(room.name())));
  }

  private int floor(String name) {
    Optional<Room> room = room(name);
    for (int i = 0; i < floors.size(); i++) {
      if (room.isPresent() && floors.get(i).rooms().contains(room.get())) {
        return i;
      }
    }
    return -1;
  }

  private static int exactness(String rule) {
    return rule.endsWith(BELOW) ? rule.length() - BELOW.length() : Integer.MAX_VALUE;
  }

  private static boolean matches(String rule, String name) {
    if (!rule.endsWith(BELOW)) {
      return rule.equals(name);
    }
    String prefix = rule.substring(0, rule.length() - BELOW.length());
    return name.equals(prefix) || name.startsWith(prefix + ".");
  }

  // Circles.

  private static List<String> circlesOfClasses(
      Map<String, Set<String>> classes, List<Set<String>> tolerated) {
    Map<String, Set<String>> within = new TreeMap<>();
    classes.forEach(
        (from, targets) ->
            within.put(
                from,
                targets.stream()
                    .filter(to -> !to.equals(from) && packageOf(to).equals(packageOf(from)))
                    .collect(Collectors.toCollection(TreeSet::new))));
    List<String> faults = new ArrayList<>();
    for (Set<String> group : tolerated) {
      if (circles(among(group, within)).isEmpty()) {
        faults.add("no circle any more: " + new TreeSet<>(group));
      }
      group.stream().filter(within::containsKey).forEach(c -> within.get(c).removeAll(group));
    }
    for (List<String> circle : circles(within)) {
      faults.add(
          "circle in "
              + packageOf(circle.getFirst())
              + ": "
              + circle.stream().map(Layers::simple).collect(Collectors.joining(" -> ")));
    }
    return faults;
  }

  private static Map<String, Set<String>> among(Set<String> group, Map<String, Set<String>> uses) {
    Map<String, Set<String>> kept = new TreeMap<>();
    for (String type : group) {
      Set<String> targets = new TreeSet<>(uses.getOrDefault(type, Set.of()));
      targets.retainAll(group);
      kept.put(type, targets);
    }
    return kept;
  }

  private static Map<String, Set<String>> withoutLoops(Map<String, Set<String>> uses) {
    Map<String, Set<String>> kept = new TreeMap<>();
    uses.forEach(
        (from, targets) -> {
          Set<String> others = new TreeSet<>(targets);
          others.remove(from);
          kept.put(from, others);
        });
    return kept;
  }

  /**
   * Of each knot of names that reach each other a shortest circle, from its first name back to it.
   */
  private static List<List<String>> circles(Map<String, Set<String>> uses) {
    Map<Set<String>, List<String>> shortest = new HashMap<>();
    for (String name : uses.keySet()) {
      List<String> circle = shortestFrom(name, uses);
      if (!circle.isEmpty()) {
        Set<String> knot = reached(name, uses);
        knot.removeIf(other -> !reached(other, uses).contains(name));
        List<String> known = shortest.get(knot);
        if (known == null || circle.size() < known.size()) {
          shortest.put(knot, circle);
        }
      }
    }
    return shortest.values().stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  /** A shortest way from a name back to it, both ends included; empty if there is none. */
  private static List<String> shortestFrom(String name, Map<String, Set<String>> uses) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String at = open.remove();
      for (String to : uses.getOrDefault(at, Set.of())) {
        if (to.equals(name)) {
          Deque<String> circle = new ArrayDeque<>(List.of(name));
          for (String back = at; !back.equals(name); back = cameFrom.get(back)) {
            circle.addFirst(back);
          }
          circle.addFirst(name);
          return List.copyOf(circle);
        }
        if (cameFrom.putIfAbsent(to, at) == null) {
          open.add(to);
        }
      }
    }
    return List.of();
  }

  private static Set<String> reached(String name, Map<String, Set<String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(uses.getOrDefault(name, Set.of()));
    while (!open.isEmpty()) {
      String at = open.remove();
      if (reached.add(at)) {
        open.addAll(uses.getOrDefault(at, Set.of()));
      }
    }
    return reached;
  }

  // Names.

  private static Map<String, Set<String>> outermost(Map<String, Set<String>> uses) {
    Map<String, Set<String>> merged = new TreeMap<>();
    uses.forEach(
        (from, targets) -> {
          Set<String> all = merged.computeIfAbsent(outermost(from), key -> new TreeSet<>());
          targets.forEach(to -> all.add(outermost(to)));
        });
    return merged;
  }

  private static String outermost(String type) {
    int nested = type.indexOf('$');
    return nested < 0 ? type : type.substring(0, nested);
  }

  private static String packageOf(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
