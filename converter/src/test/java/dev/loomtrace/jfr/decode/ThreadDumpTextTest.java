package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.decode.ThreadDumpText.Entry;
import dev.loomtrace.jfr.decode.ThreadDumpText.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

  private static Entry entry(ThreadDumpText dump, long id) {
    return dump.entries().stream().filter(e -> e.id() == id).findFirst().orElseThrow();
  }

  @Test
  void saysWhoHasWhat() {
    ThreadDumpText dump = ThreadDumpText.of(MIXED, List.of());
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
    ThreadDumpText dump = ThreadDumpText.of(text, List.of());
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
    Entry waits = entry(ThreadDumpText.of(text, List.of()), 24);
    assertEquals(State.INITIALIZATION, waits.state());
    assertEquals("Init$Slow", waits.resource());
    assertTrue(waits.stack().startsWith("Init.lambda$main$0(Init.java:3)\n"));
    String runs = text.replace("in Object.wait()", "runnable");
    assertEquals(State.OTHER, entry(ThreadDumpText.of(runs, List.of()), 24).state());
  }

  /** Of a thread in {@code Object.wait}, compiled code does not say on what. */
  @Test
  void whatIsNotSaidIsNotKnown() {
    String waiter = "\t- waiting on <0x000000069ecd71e8> (a java.lang.Class for Dead)\n";
    assertTrue(MIXED.contains(waiter));
    String unknown = MIXED.replace(waiter, "\t- waiting on <no object reference available>\n");
    ThreadDumpText dump = ThreadDumpText.of(unknown, List.of());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 33).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 34).owner());
    // Two say that they have it.
    String holds = "\tat Dead.holds(Dead.java:9)\n";
    assertTrue(MIXED.contains(holds));
    String disputed =
        MIXED.replace(holds, holds + "\t- locked <0x000000069ecd7928> (a java.lang.Object)\n");
    assertEquals(28, entry(ThreadDumpText.of(disputed, List.of()), 26).owner(), "the JVM says so");
    String stacksOnly = disputed.substring(0, disputed.indexOf("Found one"));
    assertEquals(
        ThreadDumpText.NOBODY, entry(ThreadDumpText.of(stacksOnly, List.of()), 26).owner());
    // Two threads of one name: the JVM's deadlock does not say which.
    String twice = MIXED.replace("\"wants\" #33", "\"cl\" #33");
    String circle = twice.replace("\t- locked <0x000000069ecd7928> (a java.lang.Object)\n", "");
    ThreadDumpText dumpOfTwo = ThreadDumpText.of(circle, List.of());
    assertEquals(ThreadDumpText.NOBODY, entry(dumpOfTwo, 26).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dumpOfTwo, 28).owner());
    // Two of one id: neither is there.
    String twins = MIXED.replace("\"wants\" #33", "\"wants\" #28");
    assertTrue(ThreadDumpText.of(twins, List.of()).entries().stream().noneMatch(e -> e.id() == 28));
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
    ThreadDumpText dump = ThreadDumpText.of(text, List.of());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 1).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 2).owner());
    assertEquals(1, entry(dump, 3).owner());
    assertTrue(dump.entries().stream().noneMatch(Entry::endless));
    // As with a dump that lists owned synchronizers.
    String owned = "   Locked ownable synchronizers:\n\t- <0x%016x> (a java.lang.Own)\n\n";
    String listed = text.replace(second, second + String.format(owned, 0xf2));
    ThreadDumpText withOwners = ThreadDumpText.of(listed, List.of());
    assertEquals(2, entry(withOwners, 1).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(withOwners, 2).owner());
    // Who is parked for what it synchronizes on itself has the monitor.
    String self = "2026-11-30 22:44:33\n" + String.format(parked, "a", 1, 1, 1, 0xf1, 0xf1);
    ThreadDumpText ofSelf = ThreadDumpText.of(self + String.format(blocked, 0xf1), List.of());
    assertEquals(1, entry(ofSelf, 3).owner());
    // A synchronizer that one has is no monitor.
    String other = "2026-11-30 22:44:33\n" + first + String.format(owned, 0xf3);
    ThreadDumpText ofOther = ThreadDumpText.of(other + String.format(blocked, 0xf3), List.of());
    assertEquals(ThreadDumpText.NOBODY, entry(ofOther, 3).owner());
  }

  /** A name is not taken for lines of the dump. */
  @Test
  void namesWithLineBreaks() {
    String forged =
        "x\n\"cl\" #28 [15883] cpu=1ms nid=15883 \n   java.lang.Thread.State: RUNNABLE\n"
            + "\t- locked <0x000000069ecd71e8> (a Forged)";
    String text = MIXED.replace("\"of virtual\"", "\"" + forged + "\"");
    ThreadDumpText dump = ThreadDumpText.of(text, List.of(forged));
    assertEquals(26, entry(dump, 28).owner());
    assertEquals(ThreadDumpText.NOBODY, entry(dump, 33).owner());
    assertEquals(23, entry(dump, 35).owner());
    String inCircle = MIXED.replace("\"cl\"", "\"c\nl\"");
    ThreadDumpText broken = ThreadDumpText.of(inCircle, List.of("c\nl"));
    assertEquals(26, entry(broken, 28).owner());
    assertEquals(28, entry(broken, 26).owner());
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(i + "\n");
    }
    assertEquals(List.of(), ThreadDumpText.of(MIXED, many).entries());
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
      ThreadDumpText dump = ThreadDumpText.of(text, List.of());
      for (Entry entry : dump.entries()) {
        assertTrue(entry.id() > 0);
        assertEquals(ThreadDumpText.NOBODY, entry.owner());
      }
    }
    assertEquals(-1, ThreadDumpText.of("2026-11-30 22:99:99", List.of()).secondOfQuarter());
    assertEquals(-1, ThreadDumpText.of("2026-11-30 22:0\u0661:00", List.of()).secondOfQuarter());
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
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> ThreadDumpText.of(text.toString(), List.of()));
    assertEquals(threads, dump.entries().size());
    assertTrue(dump.entries().stream().allMatch(Entry::endless));
    assertEquals(threads / 2, entry(dump, threads).owner());
  }

  /** Whatever is damaged, no thread is told to have what none has. */
  @Test
  void damaged() {
    Random random = new Random(19);
    String[] lines = MIXED.split("(?<=\n)", -1);
    for (int round = 0; round < 20_000; round++) {
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
      ThreadDumpText dump = ThreadDumpText.of(text.toString(), List.of());
      for (Entry entry : dump.entries()) {
        assertTrue(entry.id() > 0);
        assertTrue(entry.owner() != entry.id());
        long owner = entry.owner();
        assertTrue(owner == 0 || dump.entries().stream().anyMatch(e -> e.id() == owner));
        assertTrue(!entry.endless() || owner != 0);
      }
    }
  }
}
