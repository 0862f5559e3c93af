package dev.loomtrace.jfr.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * What HotSpot's thread dump, the text of {@code jdk.ThreadDump}, says of threads and of the
 * monitors that they have and want. The text is made while all threads stand still, so what it says
 * of two threads holds at one moment. Seen of JDK 17, 21 and 25.
 *
 * <p>Anything may be in the text. Lines that are not known are skipped, and what it says twice and
 * differently counts as not said.
 */
final class ThreadDumpText {
  /** What a thread does, as the dump has it. */
  enum State {
    /** It runs, waits in the system, or the dump does not say. */
    OTHER,
    /** It wants a monitor. */
    BLOCKED,
    /** In {@code Object.wait}. */
    OBJECT_WAIT,
    PARKED,
    SLEEPING,
    /** Until another thread has initialized a class. */
    INITIALIZATION
  }

  /** Nobody, or nobody knows. */
  static final long NOBODY = 0;

  /** So many frames of a stack are kept. */
  private static final int MAX_FRAMES = 128;

  // As the recorder tells of it in stacks.
  private static final String MORE_FRAMES = "...\n";

  // Names with line breaks could pass for lines of the dump; each costs a look at all of the text.
  private static final int MAX_BROKEN_NAMES = 8;

  private static final String STATE = "   java.lang.Thread.State: ";
  private static final String CARRYING = "   Carrying virtual thread #";
  private static final String MOUNTED = "   Mounted virtual thread #";
  private static final String FRAME = "\tat ";
  private static final String SYNCHRONIZER = "\t- <0x";
  private static final String LOCKED = "\t- locked <";
  private static final String WANTS = "\t- waiting to lock <";
  private static final String WANTS_AGAIN = "\t- waiting to re-lock in wait() <";
  private static final String WAITS_ON = "\t- waiting on <";
  private static final String INITIALIZES = "\t- waiting on the Class initialization monitor for ";
  private static final String IN_MONITOR = " in Object.wait() ";
  private static final String PARKED_FOR = "\t- parking to wait for  <";
  private static final String DEADLOCK = "Found one Java-level deadlock:";
  private static final String DEADLOCK_STACKS = "Java stack information for the threads";
  private static final String WAITS_FOR_MONITOR = "  waiting to lock monitor ";
  private static final String WAITS_FOR_SYNCHRONIZER = "  waiting for ownable synchronizer ";
  private static final String HELD_BY = "  which is held by \"";
  private static final String OBJECT = "(object ";
  private static final double NANOS_PER_MILLI = 1e6;

  /** A thread of the dump. */
  static final class Entry {
    private final long id;
    private final boolean virtual;
    private final String name;
    private long osId;
    private long cpuNanos = -1;
    private State state = State.OTHER;
    private boolean limited;
    private boolean carries;
    private boolean waitsOnUnknown;
    private boolean inMonitor;
    private boolean parkedFor;
    private String resource = "";
    private long address;
    private final List<Long> monitors = new ArrayList<>(0);
    private final List<Long> synchronizers = new ArrayList<>(0);
    private final StringBuilder stack = new StringBuilder(0);
    private int frames;
    private Entry owner;
    private boolean endless;

    private Entry(long id, boolean virtual, String name) {
      this.id = id;
      this.virtual = virtual;
      this.name = name;
    }

    /** Its Java id. */
    long id() {
      return id;
    }

    /** Its id in the operating system; 0: not said. */
    long osId() {
      return osId;
    }

    /** Whether it is a virtual thread that is mounted; of such a one no state is told. */
    boolean virtual() {
      return virtual;
    }

    /** CPU time that it has used so far, to 10 us; negative: not said. */
    long cpuNanos() {
      return cpuNanos;
    }

    State state() {
      return state;
    }

    /** Whether its wait ends by itself after some time. */
    boolean limited() {
      return limited;
    }

    /** Class of what it waits for, with dots; empty if that is not said. */
    String resource() {
      return resource;
    }

    /**
     * Its frames, one a line, from the leaf, and {@code ...} if there are more; empty if it does
     * not wait.
     */
    String stack() {
      return stack.toString();
    }

    /** Java id of who has what it waits for; {@link #NOBODY} if that is not said. */
    long owner() {
      return owner == null ? NOBODY : owner.id;
    }

    /**
     * Whether nothing ends its wait: it is in a circle of threads that wait for each other, or
     * waits for one of these.
     */
    boolean endless() {
      return endless;
    }
  }

  /** Who has what, by its address; what two are told to have, nobody is known to have. */
  private static final class Owners {
    private final Map<Long, Entry> owners = new HashMap<>();
    private final Set<Long> disputed = new HashSet<>();

    private void note(long address, Entry holder) {
      if (disputed.contains(address)) {
        return;
      }
      Entry before = owners.put(address, holder);
      if (before != null && before != holder) {
        owners.remove(address);
        disputed.add(address);
      }
    }

    private Entry of(long address) {
      return owners.get(address);
    }
  }

  private final String text;
  private final List<String> brokenNames;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> byName = new HashMap<>();
  // Keys come from the text: of these maps none gets slow, whatever they are.
  private final Owners monitors = new Owners();
  private final Owners synchronizers = new Owners();
  private long second = -1;
  private int position;

  private ThreadDumpText(String text, List<String> brokenNames) {
    this.text = text;
    this.brokenNames = brokenNames;
  }

  /**
   * Reads a dump, in time and memory that are in proportion to its length.
   *
   * @param broken those names of the JVM's threads that have line breaks; too many, or null if not
   *     all are known, make the dump unknown
   * @param names what the platform thread of an id is called; of another name it is another one, or
   *     none, and what the dump says of it counts as not said
   */
  static ThreadDumpText of(String text, Set<String> broken, LongFunction<String> names) {
    if (broken == null || broken.size() > MAX_BROKEN_NAMES) {
      return new ThreadDumpText("", List.of());
    }
    String clean = text;
    List<String> replaced = List.copyOf(broken);
    for (int i = 0; i < replaced.size(); i++) {
      // What is left cannot be another thread's name: that would have had the line break, too.
      clean = clean.replace('"' + replaced.get(i) + '"', '"' + standIn(i) + '"');
    }
    ThreadDumpText dump = new ThreadDumpText(clean, replaced);
    dump.read(names);
    return dump;
  }

  private static String standIn(int brokenName) {
    return "\0" + brokenName;
  }

  /** The threads, in the text's order; no two have the same id. */
  List<Entry> entries() {
    return entries;
  }

  /**
   * The second within a quarter of an hour in which the dump was made, 0 to 899, in which all time
   * zones agree; negative: not said.
   */
  long secondOfQuarter() {
    return second;
  }

  private void read(LongFunction<String> names) {
    second = secondOfQuarter(line());
    Entry entry = null;
    String line = line();
    while (line != null && !line.startsWith(DEADLOCK)) {
      if (line.startsWith("\"")) {
        entry = header(line);
      } else if (line.startsWith(MOUNTED)) {
        entry = mounted(line);
      } else if (entry != null) {
        detail(entry, line);
      }
      line = line();
    }
    dropOthers(names);
    for (Entry holder : entries) {
      own(holder);
    }
    for (Entry waiter : entries) {
      Entry has = waiter.address == 0 ? null : owner(waiter);
      waiter.owner = has == waiter ? null : has;
    }
    if (line != null) {
      deadlocks();
    }
    circles();
  }

  /**
   * Who has what a thread waits for. An object's monitor and the object as a synchronizer have
   * nothing to do with each other: one may be parked for what another one only synchronizes on.
   */
  private Entry owner(Entry waiter) {
    return switch (waiter.state) {
      case BLOCKED -> waiter.parkedFor ? null : monitors.of(waiter.address);
      case PARKED -> waiter.parkedFor ? synchronizers.of(waiter.address) : null;
      default -> null;
    };
  }

  /** The next line; null: there is none. */
  private String line() {
    if (position >= text.length()) {
      return null;
    }
    int end = text.indexOf('\n', position);
    end = end < 0 ? text.length() : end;
    int last = end > position && text.charAt(end - 1) == '\r' ? end - 1 : end;
    String line = text.substring(position, last);
    position = end + 1;
    return line;
  }

  /** Of {@code 2026-11-30 22:30:33}. */
  private static long secondOfQuarter(String line) {
    if (line == null
        || line.length() != 19
        || line.charAt(13) != ':'
        || line.charAt(16) != ':'
        || !isDigits(line, 14, 16)
        || !isDigits(line, 17, 19)) {
      return -1;
    }
    long minutes = digits(line, 14, 16);
    long seconds = digits(line, 17, 19);
    return minutes < 60 && seconds < 60 ? minutes % 15 * 60 + seconds : -1;
  }

  // Of {@code "name" #26 [15881] daemon prio=5 os_prio=0 cpu=0.59ms elapsed=2.57s tid=0x00007f661
  // nid=15881 waiting for monitor entry [0x00007f65c3ffe000]}; before JDK 21 nid=0x3d9b, and
  // without the brackets after the number. Threads of the JVM's own have no number.
  private Entry header(String line) {
    int quote = line.lastIndexOf('"');
    if (quote == 0 || !line.startsWith(" #", quote + 1)) {
      return null;
    }
    int number = quote + 3;
    int end = endOfDigits(line, number);
    long id = digits(line, number, end);
    if (id <= 0) {
      return null;
    }
    Entry entry = new Entry(id, false, line.substring(1, quote));
    entries.add(entry);
    if (line.startsWith(" [", end)) {
      entry.osId = Math.max(0, digits(line, end + 2, endOfDigits(line, end + 2)));
    }
    int nid = line.indexOf(" nid=", end);
    if (entry.osId == 0 && nid >= 0) {
      entry.osId = osId(line, nid + 5);
    }
    entry.inMonitor = line.indexOf(IN_MONITOR, end) >= 0;
    int cpu = line.indexOf(" cpu=", end);
    if (cpu >= 0) {
      entry.cpuNanos = cpuNanos(line, cpu + 5);
    }
    return entry;
  }

  private Entry mounted(String line) {
    long id = digits(line, MOUNTED.length(), endOfDigits(line, MOUNTED.length()));
    if (id <= 0) {
      return null;
    }
    Entry entry = new Entry(id, true, "");
    entries.add(entry);
    return entry;
  }

  private static long osId(String line, int begin) {
    if (!line.startsWith("0x", begin)) {
      return Math.max(0, digits(line, begin, endOfDigits(line, begin)));
    }
    return Math.max(0, address(line, begin));
  }

  private static long cpuNanos(String line, int begin) {
    int dot = endOfDigits(line, begin);
    int end = dot < line.length() && line.charAt(dot) == '.' ? endOfDigits(line, dot + 1) : dot;
    long whole = digits(line, begin, dot);
    if (whole < 0 || whole > Long.MAX_VALUE / NANOS_PER_MILLI || !line.startsWith("ms", end)) {
      return -1;
    }
    double part = 0;
    double unit = 1;
    for (int i = dot + 1; i < end; i++) {
      unit /= 10;
      part += (line.charAt(i) - '0') * unit;
    }
    return Math.round((whole + part) * NANOS_PER_MILLI);
  }

  private static void detail(Entry entry, String line) {
    if (line.startsWith(FRAME)) {
      boolean waits = entry.state != State.OTHER || entry.inMonitor;
      int frame = entry.frames++;
      if (frame < MAX_FRAMES && waits) {
        entry.stack.append(line, FRAME.length(), line.length()).append('\n');
      } else if (frame == MAX_FRAMES && waits) {
        entry.stack.append(MORE_FRAMES);
      }
    } else if (line.startsWith(STATE)) {
      state(entry, line.substring(STATE.length()));
    } else if (line.startsWith(CARRYING)) {
      entry.carries = true;
    } else if (line.startsWith(LOCKED)) {
      lock(entry.monitors, line, LOCKED);
    } else if (line.startsWith(SYNCHRONIZER)) {
      lock(entry.synchronizers, line, "\t- <");
    } else if (line.startsWith(WANTS)) {
      waits(entry, line, WANTS);
    } else if (line.startsWith(WANTS_AGAIN)) {
      waits(entry, line, WANTS_AGAIN);
    } else if (line.startsWith(WAITS_ON)) {
      waits(entry, line, WAITS_ON);
    } else if (line.startsWith(INITIALIZES) && entry.inMonitor && entry.state == State.OTHER) {
      entry.state = State.INITIALIZATION; // Else it is told to run.
      entry.resource = line.substring(INITIALIZES.length());
    } else if (line.startsWith(PARKED_FOR)) {
      waits(entry, line, PARKED_FOR);
    }
  }

  private static void state(Entry entry, String state) {
    boolean timed = state.startsWith("TIMED_WAITING");
    entry.limited = timed;
    entry.state =
        switch (state.substring(state.indexOf('(') + 1)) {
          case "on object monitor)" ->
              state.startsWith("BLOCKED") ? State.BLOCKED : State.OBJECT_WAIT;
          case "parking)" -> State.PARKED;
          case "sleeping)" -> State.SLEEPING;
          default -> State.OTHER;
        };
  }

  private static void lock(List<Long> locked, String line, String prefix) {
    long address = address(line, prefix.length());
    if (address != 0) {
      locked.add(address);
    }
  }

  /** What it waits for: of several such lines the first, at its leaf. */
  private static void waits(Entry entry, String line, String prefix) {
    long address = address(line, prefix.length());
    if (address == 0) {
      entry.waitsOnUnknown = true; // Of compiled code the object is not known any more.
    } else if (entry.address == 0) {
      entry.address = address;
      entry.parkedFor = prefix.equals(PARKED_FOR);
      int name = line.indexOf("> (a ", prefix.length());
      if (name >= 0 && line.endsWith(")")) {
        String type = line.substring(name + 5, line.length() - 1);
        int more = type.indexOf(' '); // "java.lang.Class for X"
        entry.resource = more < 0 ? type : type.substring(0, more);
      }
    }
  }

  /**
   * Drops what is no thread of the dump: of another name than the recording has, as one that was
   * renamed since, and of two threads of one id one of them. Of equal names neither is known by it.
   */
  private void dropOthers(LongFunction<String> names) {
    Map<String, Integer> named = new HashMap<>();
    entries.forEach(entry -> named.merge(entry.name, 1, Integer::sum));
    entries.removeIf(
        entry -> !entry.virtual && !fullName(entry.name).equals(names.apply(entry.id)));
    Map<Long, Integer> counts = new HashMap<>();
    entries.forEach(entry -> counts.merge(entry.id, 1, Integer::sum));
    entries.removeIf(entry -> counts.get(entry.id) > 1);
    for (Entry entry : entries) {
      if (!entry.virtual && named.get(entry.name) == 1) {
        byName.put(entry.name, entry);
      }
    }
  }

  private String fullName(String name) {
    for (int i = 0; i < brokenNames.size(); i++) {
      if (name.equals(standIn(i))) {
        return brokenNames.get(i);
      }
    }
    return name;
  }

  /** Notes what a thread has. */
  private void own(Entry holder) {
    holder.synchronizers.forEach(address -> synchronizers.note(address, holder));
    // In Object.wait it is told to have locked what it waits on, and has not.
    boolean waitsOn = holder.state == State.OBJECT_WAIT || holder.waitsOnUnknown;
    if (holder.carries || (waitsOn && holder.address == 0)) {
      return;
    }
    for (long address : holder.monitors) {
      // Who is parked for an object has its monitor nevertheless.
      if (address != holder.address || holder.parkedFor) {
        monitors.note(address, holder);
      }
    }
  }

  /** Deadlocks that the JVM has found: it knows owners of synchronizers, which no stack has. */
  private void deadlocks() {
    Entry waiter = null;
    State state = State.OTHER;
    long address = 0;
    boolean listed = true;
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith(DEADLOCK)) {
        listed = true;
        waiter = null;
      } else if (line.startsWith(DEADLOCK_STACKS)) {
        listed = false;
      } else if (listed && line.startsWith("\"") && line.endsWith("\":")) {
        waiter = byName.get(line.substring(1, Math.max(1, line.length() - 2)));
        address = 0;
      } else if (listed && line.startsWith(WAITS_FOR_SYNCHRONIZER)) {
        address = address(line, WAITS_FOR_SYNCHRONIZER.length());
        state = State.PARKED;
      } else if (listed && line.startsWith(WAITS_FOR_MONITOR)) {
        int object = line.indexOf(OBJECT);
        address = object < 0 ? 0 : address(line, object + OBJECT.length());
        state = State.BLOCKED;
      } else if (listed && line.startsWith(HELD_BY) && line.endsWith("\"")) {
        Entry owner = byName.get(line.substring(HELD_BY.length(), lastQuote(line)));
        boolean same = waiter != null && address != 0 && address == waiter.address;
        if (same && owner != null && owner != waiter && waiter.state == state) {
          waiter.owner = owner;
        }
        waiter = null;
      }
    }
  }

  private static int lastQuote(String line) {
    return Math.max(HELD_BY.length(), line.length() - 1);
  }

  /** Finds who waits in a circle, or for one who does, without a limit. */
  private void circles() {
    // Each thread is walked through once: 1 in this walk, 2 and known not to be endless, 3 and
    // known to be.
    Map<Long, Integer> walked = new HashMap<>();
    for (Entry start : entries) {
      List<Entry> walk = new ArrayList<>();
      Entry at = start;
      while (at != null && at.owner != null && !at.limited && walked.get(at.id) == null) {
        walked.put(at.id, 1);
        walk.add(at);
        at = at.owner;
      }
      Integer end = at == null ? null : walked.get(at.id);
      boolean endless = end != null && end != 2;
      for (Entry entry : walk) {
        entry.endless = endless;
        walked.put(entry.id, endless ? 3 : 2);
      }
    }
  }

  // Numbers.

  private static int endOfDigits(String line, int begin) {
    int end = begin;
    while (end < line.length() && isDigit(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigits(String line, int begin, int end) {
    return endOfDigits(line, begin) >= end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A number; negative if there is none, or it is too large. */
  private static long digits(String line, int begin, int end) {
    if (end <= begin || end - begin > 18) {
      return -1;
    }
    long number = 0;
    for (int i = begin; i < end; i++) {
      number = number * 10 + line.charAt(i) - '0';
    }
    return number;
  }

  /** An address as {@code 0x00000000deadbeef}; 0: there is none. */
  private static long address(String line, int begin) {
    if (!line.startsWith("0x", begin)) {
      return 0;
    }
    long number = 0;
    int i = begin + 2;
    int most = Math.min(line.length(), i + 16);
    for (; i < most; i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0 || line.charAt(i) > 'f') {
        break;
      }
      number = number << 4 | digit;
    }
    return number;
  }
}
