package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.decode.ThreadDumpText.Entry;
import dev.loomtrace.jfr.decode.ThreadDumpText.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Thread dumps as JVMs write them, and as they do not. */
class ThreadDumpTextTest {
  // Of JDK 25, as far as it matters.
  private static final String MIXED =
      """
      2026-11-30 22:44:33
      Full thread dump OpenJDK 64-Bit Server VM (25.0.3+9-LTS mixed mode, sharing):

      "ab "quoted" #5" #26 [15881] daemon prio=5 os_prio=0 cpu=0.59ms elapsed=2.57s tid=0x00007f661ceac6a0 nid=15881 waiting for monitor entry  [0x00007f65c3ffe000]
         java.lang.Thread.State: BLOCKED (on object monitor)
      \tat Dead.ab(Dead.java:5)
      \t- waiting to lock <0x000000069ecd7928> (a java.lang.Object)
      \t- locked <0x000000069ecd7918> (a java.lang.Object)
      \tat java.lang.Thread.run(java.base@25.0.3/Thread.java:1474)

      "cl" #28 [15883] daemon prio=5 os_prio=0 cpu=12.66ms elapsed=2.56s tid=0x00007f661cebf330 nid=15883 waiting on condition  [0x00007f65c3dfe000]
         java.lang.Thread.State: WAITING (parking)
      \tat jdk.internal.misc.Unsafe.park(java.base@25.0.3/Native Method)
      \t- parking to wait for  <0x000000069ecd7a20> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)
      \tat Dead.cl(Dead.java:7)
      \t- locked <0x000000069ecd7928> (a java.lang.Object)

      "waits" #32 [15887] daemon prio=5 os_prio=0 cpu=0.22ms elapsed=2.50s tid=0x00007f661cec4dc0 nid=15887 in Object.wait()  [0x00007f65c39fe000]
         java.lang.Thread.State: TIMED_WAITING (on object monitor)
      \tat java.lang.Object.wait0(java.base@25.0.3/Native Method)
      \t- waiting on <0x000000069ecd71e8> (a java.lang.Class for Dead)
      \tat Dead.waits(Dead.java:12)
      \t- locked <0x000000069ecd71e8> (a java.lang.Class for Dead)
      \t- locked <0x000000069ecd7bbb> (a java.lang.Object)

      "wants" #33 [15888] daemon prio=5 os_prio=0 cpu=0.22ms elapsed=2.50s tid=0x00007f661cec4dc0 nid=15888 waiting for monitor entry  [0x00007f65c39fe000]
         java.lang.Thread.State: BLOCKED (on object monitor)
      \tat Dead.waits(Dead.java:12)
      \t- waiting to lock <0x000000069ecd71e8> (a java.lang.Class for Dead)

      "again" #34 [15889] prio=5 os_prio=0 cpu=0.22ms elapsed=2.50s tid=0x00007f661cec4dc0 nid=15889 waiting for monitor entry  [0x00007f65c39fe000]
         java.lang.Thread.State: BLOCKED (on object monitor)
      \tat java.lang.Object.wait0(java.base@25.0.3/Native Method)
      \t- waiting to re-lock in wait() <0x000000069ecd7bbb> (a java.lang.Object)
      \tat Dead.waits(Dead.java:12)
      \t- locked <0x000000069ecd7bbb> (a java.lang.Object)

      "ForkJoinPool-1-worker-1" #24 [15946] daemon prio=5 os_prio=0 cpu=3.16ms elapsed=2.59s tid=0x00007f8cc431f0f0  [0x00007f8c6f7f6000]
         Carrying virtual thread #23
      \tat jdk.internal.vm.Continuation.run(java.base@21.0.8/Unknown Source)
         Mounted virtual thread #23
      \tat Dead.holds(Dead.java:9)
      \t- locked <0x000000069ecd7777> (a java.lang.Object)

      "of virtual" #35 [15890] prio=5 os_prio=0 cpu=0.22ms elapsed=2.50s tid=0x00007f661cec4dc0 nid=15890 waiting for monitor entry  [0x00007f65c39fe000]
         java.lang.Thread.State: BLOCKED (on object monitor)
      \tat Dead.waits(Dead.java:12)
      \t- waiting to lock <0x000000069ecd7777> (a [Ljava.lang.Object;)

      "VM Thread" os_prio=0 cpu=3.38ms elapsed=4.18s tid=0x00007f661c0a9910 nid=15867 runnable

      JNI global refs: 33, weak refs: 3

      Found one Java-level deadlock:
      =============================
      "cl":
        waiting for ownable synchronizer 0x000000069ecd7a20, (a java.util.concurrent.locks.ReentrantLock$NonfairSync),
        which is held by "ab "quoted" #5"

      "ab "quoted" #5":
        waiting to lock monitor 0x00007f65d8003c60 (object 0x000000069ecd7928, a java.lang.Object),
        which is held by "cl"

      Java stack information for the threads listed above:
      ===================================================
      "cl":
      \tat Dead.cl(Dead.java:7)
      \t- locked <0x000000069ecd7bbb> (a java.lang.Object)

      Found 1 deadlock.
      """;

  private static final Pattern HEADER = Pattern.compile("(?dm)^\"(.*)\" #(\\d+)[^\"\n]*$");
  private static final Pattern WANTED =
      Pattern.compile(
          "\t- (?:waiting to lock|waiting to re-lock in wait\\(\\)|waiting on|parking to wait for )"
              + " <0x([0-9a-fA-F]{1,16})");
  private static final Pattern LOCKED = Pattern.compile("\t- locked <0x([0-9a-fA-F]{1,16})");

  /** What threads are called, as the dump says it. */
  private static Map<Long, String> names(String text) {
    Map<Long, String> names = new HashMap<>();
    Matcher header = HEADER.matcher(text);
    while (header.find()) {
      if (header.group(2).length() < 18) {
        names.put(Long.valueOf(header.group(2)), header.group(1));
      }
    }
    return names;
  }

  /** Reads a dump of a recording that calls threads the same. */
  private static ThreadDumpText read(String text) {
    return ThreadDumpText.of(text, Set.of(), names(text)::get);
  }

  /** The lines of threads by their ids, of all that have the same one. */
  private static Map<Long, String> blocks(String text) {
    String threads = text.split("\nFound one Java-level deadlock:", 2)[0];
    Map<Long, String> blocks = new HashMap<>();
    Pattern virtual = Pattern.compile("^   Mounted virtual thread #(\\d{1,18})");
    for (String block : threads.split("(?dm)^(?=\"|   Mounted virtual thread #)", -1)) {
      Matcher mounted = virtual.matcher(block);
      Matcher header = HEADER.matcher(block);
      Matcher found = mounted.find() ? mounted : header;
      if (found == mounted || header.find()) {
        String id = found.group(found.groupCount());
        boolean known =
            id.length() < 18
                && (found == mounted || header.group(1).equals(names(text).get(Long.valueOf(id))));
        if (known) {
          blocks.merge(Long.valueOf(id), block, String::concat);
        }
      }
    }
    return blocks;
  }

  private static List<Long> addresses(Pattern lines, String block) {
    return lines
        .matcher(block)
        .results()
        .map(line -> Long.parseUnsignedLong(line.group(1), 16))
        .filter(address -> address != 0)
        .toList();
  }

  /** Whether lines of the text, taken one by one, say who has what the other one waits for. */
  private static boolean isSaid(String text, long waiter, long owner) {
    Map<Long, String> blocks = blocks(text);
    List<Long> wanted = addresses(WANTED, blocks.get(waiter));
    List<Long> had = addresses(LOCKED, blocks.get(owner));
    Matcher ownersWait = WANTED.matcher(blocks.get(owner));
    boolean waitsInIt =
        ownersWait.find()
            && !ownersWait.group().contains("parking")
            && Long.parseUnsignedLong(ownersWait.group(1), 16) == wanted.getFirst();
    boolean locked =
        blocks.get(waiter).contains("State: BLOCKED")
            && had.contains(wanted.getFirst())
            && !waitsInIt;
    Map<Long, String> names = names(text);
    return locked
        || (text.contains("\"" + names.get(waiter) + "\":")
            && text.contains("which is held by \"" + names.get(owner) + "\""));
  }

  private static Entry entry(ThreadDumpText dump, long id) {
    return dump.entries().stream().filter(e -> e.id() == id).findFirst().orElseThrow();
  }

  @Test
  void saysWhoHasWhat() {
    ThreadDumpText dump = read(MIXED);
    assertEquals(14 * 60 + 33, dump.secondOfQuarter());
    Entry ab = entry(dump, 26);
    assertEquals(State.BLOCKED, ab.state());
    assertEquals(15881, ab.osId());
    assertEquals(590_000, ab.cpuNanos());
    assertEquals("java.lang.Object", ab.resource());
    assertEquals(28, ab.owner());
    assertEquals(
        "Dead.ab(Dead.java:5)\njava.lang.Thread.run(java.base@25.0.3/Thread.java:1474)\n",
        ab.stack());
    Entry cl = entry(dump, 28);
    assertEquals(State.PARKED, cl.state());
    assertEquals(26, cl.owner(), "as the JVM found");
    assertEquals(12_660_000, cl.cpuNanos());
    assertTrue(ab.endless() && cl.endless());
    Entry waits = entry(dump, 32);
    assertEquals(State.OBJECT_WAIT, waits.state());
    assertEquals("java.lang.Class", waits.resource());
    assertTrue(waits.limited());
    assertEquals(ThreadDumpText.NOBODY, waits.owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 33).owner(), "who waits on it has left it");
    assertEquals(32, entry(dump, 34).owner(), "it has the other one still");
    assertFalse(entry(dump, 34).endless());
    assertEquals(23, entry(dump, 35).owner());
    assertTrue(entry(dump, 23).virtual());
    assertEquals("[Ljava.lang.Object;", entry(dump, 35).resource());
  }

  @Test
  void ofJdk17() {
    String text =
        """
        2026-11-30 22:44:59
        "a" #17 daemon prio=5 os_prio=0 cpu=0.58ms elapsed=2.58s tid=0x00007f645c26f710 nid=0x3d9b waiting on condition  [0x00007f6428b76000]
           java.lang.Thread.State: TIMED_WAITING (sleeping)
        \tat Dead.cl(Dead.java:7)
        \t- locked <0x000000069efc9bc8> (a java.lang.Object)
        """;
    ThreadDumpText dump = read(text);
    Entry a = entry(dump, 17);
    assertEquals(0x3d9b, a.osId());
    assertEquals(State.SLEEPING, a.state());
    assertTrue(a.limited());
  }

  /** It is told to run, on JDK 17, 21 and 25. */
  @Test
  void aClassThatAnotherThreadInitializes() {
    String text =
        """
        2026-11-30 22:44:59
        "init1" #24 [15687] daemon prio=5 os_prio=0 cpu=0.16ms elapsed=0.81s tid=0x00007fde8c33f510 nid=15687 in Object.wait()  [0x00007fde615f4000]
           java.lang.Thread.State: RUNNABLE
        \tat Init.lambda$main$0(Init.java:3)
        \t- waiting on the Class initialization monitor for Init$Slow
        \tat java.lang.Thread.run(java.base@21.0.8/Unknown Source)
        """;
    Entry waits = entry(read(text), 24);
    assertEquals(State.INITIALIZATION, waits.state());
    assertEquals("Init$Slow", waits.resource());
    assertTrue(waits.stack().startsWith("Init.lambda$main$0(Init.java:3)\n"));
    String runs = text.replace("in Object.wait()", "runnable");
    assertEquals(State.OTHER, entry(read(runs), 24).state());
  }

  /** Of a thread in {@code Object.wait}, compiled code does not say on what. */
  @Test
  void whatIsNotSaidIsNotKnown() {
    String waiter = "\t- waiting on <0x000000069ecd71e8> (a java.lang.Class for Dead)\n";
    assertTrue(MIXED.contains(waiter));
    String unknown = MIXED.replace(waiter, "\t- waiting on <no object reference available>\n");
    ThreadDumpText dump = read(unknown);
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 33).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 34).owner());
    // Two say that they have it.
    String holds = "\tat Dead.holds(Dead.java:9)\n";
    assertTrue(MIXED.contains(holds));
    String disputed =
        MIXED.replace(holds, holds + "\t- locked <0x000000069ecd7928> (a java.lang.Object)\n");
    assertEquals(28, entry(read(disputed), 26).owner(), "the JVM says so");
    String stacksOnly = disputed.substring(0, disputed.indexOf("Found one"));
    assertEquals(ThreadDumpText.NOBODY, entry(read(stacksOnly), 26).owner());
    // Two threads of one name: the JVM's deadlock does not say which.
    String twice = MIXED.replace("\"wants\" #33", "\"cl\" #33");
    String circle = twice.replace("\t- locked <0x000000069ecd7928> (a java.lang.Object)\n", "");
    ThreadDumpText dumpOfTwo = read(circle);
    assertEquals(ThreadDumpText.NOBODY, entry(dumpOfTwo, 26).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dumpOfTwo, 28).owner());
    // Two of one id: neither is there.
    String twins = MIXED.replace("\"wants\" #33", "\"cl\" #28");
    assertTrue(read(twins).entries().stream().noneMatch(e -> e.id() == 28));
  }

  /** Who is parked for an object does not wait for who synchronizes on it, nor the other way. */
  @Test
  void monitorsAndSynchronizers() {
    String parked =
        """
        "%s" #%d [%d] prio=5 os_prio=0 cpu=1.00ms elapsed=2.56s tid=0x00007f661cebf330 nid=%d waiting on condition  [0x00007f65c3dfe000]
           java.lang.Thread.State: WAITING (parking)
        \tat jdk.internal.misc.Unsafe.park(java.base@25.0.3/Native Method)
        \t- parking to wait for  <0x%016x> (a java.util.concurrent.FutureTask)
        \tat Dead.get(Dead.java:7)
        \t- locked <0x%016x> (a java.util.concurrent.FutureTask)

        """;
    String blocked =
        """
        "wants" #3 [3] prio=5 os_prio=0 cpu=1.00ms elapsed=2.56s tid=0x00007f661cebf330 nid=3 waiting for monitor entry  [0x00007f65c3dfe000]
           java.lang.Thread.State: BLOCKED (on object monitor)
        \tat Dead.wants(Dead.java:7)
        \t- waiting to lock <0x%016x> (a java.util.concurrent.FutureTask)

        """;
    String first = String.format(parked, "a", 1, 1, 1, 0xf2, 0xf1);
    String second = String.format(parked, "b", 2, 2, 2, 0xf1, 0xf2);
    String text = "2026-11-30 22:44:33\n" + first + second + String.format(blocked, 0xf1);
    ThreadDumpText dump = read(text);
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 1).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 2).owner());
    assertEquals(1, entry(dump, 3).owner());
    assertTrue(dump.entries().stream().noneMatch(Entry::endless));
    // As with a dump that lists owned synchronizers.
    String owned = "   Locked ownable synchronizers:\n\t- <0x%016x> (a java.lang.Own)\n\n";
    String listed = text.replace(second, second + String.format(owned, 0xf2));
    ThreadDumpText withOwners = read(listed);
    assertEquals(2, entry(withOwners, 1).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(withOwners, 2).owner());
    // Who is parked for what it synchronizes on itself has the monitor.
    String self = "2026-11-30 22:44:33\n" + String.format(parked, "a", 1, 1, 1, 0xf1, 0xf1);
    ThreadDumpText ofSelf = read(self + String.format(blocked, 0xf1));
    assertEquals(1, entry(ofSelf, 3).owner());
    // A synchronizer that one has is no monitor.
    String other = "2026-11-30 22:44:33\n" + first + String.format(owned, 0xf3);
    ThreadDumpText ofOther = read(other + String.format(blocked, 0xf3));
    assertEquals(ThreadDumpText.NOBODY, entry(ofOther, 3).owner());
  }

  /** A name is not taken for lines of the dump. */
  @Test
  void namesWithLineBreaks() {
    String forged =
        "x\n\"cl\" #28 [15883] cpu=1ms nid=15883 \n   java.lang.Thread.State: RUNNABLE\n"
            + "\t- locked <0x000000069ecd71e8> (a Forged)";
    String text = MIXED.replace("\"of virtual\"", "\"" + forged + "\"");
    Map<Long, String> names = names(MIXED);
    names.put(35L, forged);
    ThreadDumpText dump = ThreadDumpText.of(text, Set.of(forged), names::get);
    assertEquals(26, entry(dump, 28).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 33).owner());
    assertEquals(23, entry(dump, 35).owner());
    String inCircle = MIXED.replace("\"cl\"", "\"c\nl\"");
    names.put(28L, "c\nl");
    names.put(35L, "of virtual");
    ThreadDumpText broken = ThreadDumpText.of(inCircle, Set.of("c\nl"), names::get);
    assertEquals(26, entry(broken, 28).owner());
    assertEquals(28, entry(broken, 26).owner());
    Set<String> many = new TreeSet<>();
    for (int i = 0; i < 9; i++) {
      assertEquals(8, ThreadDumpText.of(MIXED, many, names(MIXED)::get).entries().size());
      many.add(i + "\n");
    }
    assertEquals(List.of(), ThreadDumpText.of(MIXED, many, names(MIXED)::get).entries());
    // One that could have line breaks where nobody sees them.
    assertEquals(List.of(), ThreadDumpText.of(MIXED, null, names(MIXED)::get).entries());
  }

  /** Lines that a thread's former name has put in, or a thread that was renamed. */
  @Test
  void namesThatTheRecordingHasNot() {
    Map<Long, String> names = names(MIXED);
    names.put(28L, "called otherwise since");
    ThreadDumpText dump = ThreadDumpText.of(MIXED, Set.of(), names::get);
    assertTrue(dump.entries().stream().noneMatch(e -> e.id() == 28));
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 26).owner());
    names.remove(28L);
    ThreadDumpText unknown = ThreadDumpText.of(MIXED, Set.of(), names::get);
    assertTrue(unknown.entries().stream().noneMatch(e -> e.id() == 28));
    String forged =
        "\"me\" #28 [15883] cpu=1.00ms nid=15883 \n\t- locked <0x000000069ecd71e8> (a X)\n";
    ThreadDumpText of =
        ThreadDumpText.of(MIXED.replace("\"VM", forged + "\"VM"), Set.of(), names(MIXED)::get);
    assertEquals(26, entry(of, 28).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(of, 33).owner());
  }

  @Test
  void aStackOfManyFrames() {
    String frame = "\tat Dead.deep(Dead.java:8)\n";
    String first = "\tat Dead.ab(Dead.java:5)\n";
    for (int frames : List.of(126, 127, 200)) {
      String text = MIXED.replace(first, first + frame.repeat(frames));
      List<String> stack = entry(read(text), 26).stack().lines().toList();
      boolean whole = frames + 2 <= 128;
      assertEquals(whole ? frames + 2 : 129, stack.size());
      assertEquals(!whole, stack.getLast().equals("..."));
    }
  }

  @Test
  void anythingElse() {
    for (String text :
        List.of(
            "",
            "\n",
            "\"",
            "\"\"",
            "\"\" #",
            "\"a\" #1",
            "\"a\" #1 [",
            "\"a\" #99999999999999999999999999 [1]",
            "\"a\" #1 cpu=.ms nid=0x",
            "\"a\" #1 cpu=99999999999999999ms nid=0xffffffffffffffffffff",
            "   Mounted virtual thread #",
            "   java.lang.Thread.State: ",
            "\"a\" #1\n   java.lang.Thread.State: BLOCKED (on object monitor)\n\t- waiting to lock <0x",
            "\t- locked <0x1>",
            "\"a\" #1\n\t- locked <",
            "Found one Java-level deadlock:\n\":\n  which is held by \"",
            "Found one Java-level deadlock:\n\"\":\n  waiting to lock monitor \n  which is held by \"\"",
            "2026-11-30 22:99:99",
            "2026-11-30 22:0\u0661:00")) {
      ThreadDumpText dump = read(text);
      for (Entry entry : dump.entries()) {
        assertTrue(entry.id() > 0);
        assertEquals(ThreadDumpText.NOBODY, entry.owner());
      }
    }
    assertEquals(-1, read("2026-11-30 22:99:99").secondOfQuarter());
    assertEquals(-1, read("2026-11-30 22:0\u0661:00").secondOfQuarter());
  }

  /** A circle of many, and many who wait for it in a row: each is looked at once. */
  @Test
  void manyThreads() {
    int threads = 100_000;
    StringBuilder text = new StringBuilder("2026-11-30 22:44:33\n");
    for (int i = 1; i <= threads; i++) {
      int next = i == threads ? threads / 2 : i + 1;
      text.append("\"t\" #").append(i).append(" [1] nid=1\n");
      text.append("   java.lang.Thread.State: BLOCKED (on object monitor)\n");
      text.append("\t- waiting to lock <0x").append(Integer.toHexString(next)).append("> (a X)\n");
      text.append("\t- locked <0x").append(Integer.toHexString(i)).append("> (a X)\n");
    }
    ThreadDumpText dump =
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> read(text.toString()));
    assertEquals(threads, dump.entries().size());
    assertTrue(dump.entries().stream().allMatch(Entry::endless));
    assertEquals(threads / 2, entry(dump, threads).owner());
  }

  private static String printable(CharSequence text) {
    return text.toString().replaceAll("[\\x00-\\x08\\x0B-\\x1F]", "?");
  }

  /** Whatever is damaged, no thread is told to have what no line says it has. */
  @Test
  void damaged() {
    Random random = new Random(19);
    String[] lines = MIXED.split("(?<=\n)", -1);
    int owners = 0;
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (String line : lines) {
        int what = random.nextInt(40);
        text.append(what == 0 ? "" : what == 1 ? lines[random.nextInt(lines.length)] : line);
      }
      for (int i = random.nextInt(8); i > 0 && text.length() > 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(128));
          case 1 -> text.deleteCharAt(at);
          default -> text.setLength(at);
        }
      }
      ThreadDumpText dump = read(text.toString());
      for (Entry entry : dump.entries()) {
        assertTrue(entry.id() > 0);
        assertTrue(entry.owner() != entry.id());
        long owner = entry.owner();
        assertTrue(owner == 0 || dump.entries().stream().anyMatch(e -> e.id() == owner));
        assertTrue(
            owner == 0 || isSaid(text.toString(), entry.id(), owner),
            entry.id() + " for " + owner + "\n" + printable(text));
        owners += owner == 0 ? 0 : 1;
        assertTrue(!entry.endless() || owner != 0);
      }
    }
    assertTrue(owners > 1000, "owners: " + owners);
  }
}
