package dev.loomtrace.report;

import dev.loomtrace.analysis.ThreadResult;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which thread's life is asked for: that of a thread with an id, or else the slowest one of a name,
 * of a group, or of all that were at work.
 *
 * @param id the thread's id, if one is asked for
 * @param name the thread's own name, or that of its group if it has none, if one is asked for
 * @param group the group's name, or the end of it from a dot or slash on, if one is asked for
 */
public record LifeChoice(Optional<Long> id, Optional<String> name, Optional<String> group) {
  // As many digits as any id has.
  private static final Pattern THREAD_ID = Pattern.compile("\\d{1,18}");

  /** The slowest of all threads that were at work. */
  public static final LifeChoice SLOWEST =
      new LifeChoice(Optional.empty(), Optional.empty(), Optional.empty());

  /** The thread with this id, if it is a number, else the slowest thread with this name. */
  public static LifeChoice ofThread(String idOrName) {
    return THREAD_ID.matcher(idOrName).matches() ? ofId(Long.parseLong(idOrName)) : named(idOrName);
  }

  /** The thread with this id. */
  public static LifeChoice ofId(long id) {
    return new LifeChoice(Optional.of(id), Optional.empty(), Optional.empty());
  }

  /** The slowest thread with this name. */
  public static LifeChoice named(String name) {
    return new LifeChoice(Optional.empty(), Optional.of(name), Optional.empty());
  }

  /** The slowest thread of the groups of this name, or whose names end with it. */
  public static LifeChoice ofGroup(String name) {
    return new LifeChoice(Optional.empty(), Optional.empty(), Optional.of(name));
  }

  /** Whether the thread with that id may be among those that the choice is from. */
  public boolean mayInclude(long thread) {
    return id.isEmpty() || id.get() == thread;
  }

  /** Whether a thread is among those that the choice is from. */
  public boolean includes(ThreadResult thread) {
    return mayInclude(thread.id())
        && (name.isEmpty() || isCalled(thread, name.get()))
        && (group.isEmpty() || ThreadChoice.ofGroup(group.get()).includes(thread.group()));
  }

  /** One without a name of its own is called as its group, in lists too. */
  private static boolean isCalled(ThreadResult thread, String name) {
    return thread.name().isEmpty()
        ? ThreadChoice.ofGroup(name).includes(thread.group())
        : name.equals(thread.name());
  }

  /** Whether it is not from all threads. */
  public boolean isGiven() {
    return id.isPresent() || name.isPresent() || group.isPresent();
  }

  /** Why there is no answer: no thread of the trace is included. */
  public String missing() {
    return (isGiven() ? "no " : "no thread that did anything but wait for work")
        + id.map(i -> "thread " + i).orElse("")
        + name.map(n -> "thread named '" + Visible.name(n) + "'").orElse("")
        + group.map(g -> "group of threads named '" + Visible.name(g) + "'").orElse("")
        + "; 'loomtrace threads' lists them";
  }
}
