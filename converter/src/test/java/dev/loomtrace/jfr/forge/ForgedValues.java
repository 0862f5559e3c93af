package dev.loomtrace.jfr.forge;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values of forged types: what a JVM could have written, and now and then what none would. */
final class ForgedValues {
  private static final int MAX_DEPTH = 3;
  private static final long[] EXTREMES = {
    0,
    -1,
    1,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    1L << 51,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 2,
    100_000,
    255,
    3_000_000_000_000_000_000L
  };

  private final Random random;
  private final double lies;
  private final int things;
  private final Map<Long, ForgedType> types = new HashMap<>();
  private long clock;

  /**
   * Values.
   *
   * @param lies how many of them are lies, from 0 to 1
   * @param things how many threads, tasks, and entries in a pool there are
   */
  ForgedValues(Random random, List<ForgedType> types, double lies, int things, long start) {
    this.random = random;
    this.lies = lies;
    this.things = things;
    this.clock = start;
    types.forEach(type -> this.types.put(type.id(), type));
  }

  boolean lies() {
    return lies > 0 && random.nextDouble() < lies;
  }

  long extreme() {
    return random.nextInt(4) == 0
        ? random.nextLong() >>> random.nextInt(Long.SIZE)
        : EXTREMES[random.nextInt(EXTREMES.length)];
  }

  long clock() {
    return clock;
  }

  /** Writes a value of a type: all of its fields, or itself. */
  void write(JfrBytes out, ForgedType type) {
    write(out, type, type.name(), 0);
  }

  private void write(JfrBytes out, ForgedType type, String name, int depth) {
    if (type == null) {
      return;
    }
    switch (type.name()) {
      case "boolean" -> out.octet(lies() ? random.nextInt(256) : random.nextInt(2));
      case "byte" -> out.octet(random.nextInt(256));
      case "float" -> out.bytes(new byte[Float.BYTES]);
      case "double" -> out.bytes(new byte[Double.BYTES]);
      case "java.lang.String" -> string(out, name);
      case "char", "short", "int", "long" -> out.number(lies() ? extreme() : number(name));
      default -> {
        for (ForgedType.Field field :
            depth > MAX_DEPTH ? List.<ForgedType.Field>of() : type.fields()) {
          field(out, field, depth);
        }
      }
    }
  }

  private void field(JfrBytes out, ForgedType.Field field, int depth) {
    int count = 1;
    if (field.array()) {
      count = random.nextInt(6);
      out.number(lies() ? extreme() : count);
    }
    for (int i = 0; i < count; i++) {
      if (field.pooled()) {
        out.number(lies() ? extreme() : key());
      } else {
        write(out, types.get(field.type()), field.name(), depth + 1);
      }
    }
  }

  /** A number of an entry in any pool. */
  long key() {
    return random.nextInt(things + 1);
  }

  private long number(String name) {
    return switch (name) {
      case "startTime" -> clock += random.nextInt(random.nextInt(8) == 0 ? 20_000 : 50);
      case "duration", "wakeDelay" -> random.nextInt(random.nextBoolean() ? 2000 : 30);
      case "since" -> random.nextInt(3) == 0 ? 0 : Math.max(0, clock - random.nextInt(3000));
      case "osThreadId" -> random.nextInt(2 * things) + 100L;
      case "state", "reason" -> random.nextInt(14);
      case "wakeKind" -> random.nextInt(5);
      case "jvmStartTime" -> 1;
      case "hwThreads", "parallelism", "maxPoolSize" -> random.nextInt(9);
      case "weight" -> random.nextInt(4000);
      default -> key();
    };
  }

  private void string(JfrBytes out, String name) {
    int kind = lies() ? random.nextInt(256) : random.nextInt(6);
    out.octet(kind);
    switch (kind) {
      case 2 -> out.number(lies() ? extreme() : key());
      case 3, 5 -> {
        byte[] text = text(name).getBytes(StandardCharsets.UTF_8);
        out.number(lies() ? extreme() : text.length).bytes(text);
      }
      case 4 -> {
        String text = text(name);
        out.number(lies() ? extreme() : text.length());
        text.chars().forEach(c -> out.number(lies() ? extreme() : c));
      }
      default -> {
        // Null, empty, or none that there is.
      }
    }
  }

  private String text(String name) {
    int number = random.nextInt(things + 1);
    return switch (random.nextInt(8)) {
      case 0 -> "com.acme.Shop$Item" + number;
      case 1 -> "java/util/concurrent/locks/ReentrantLock$NonfairSync";
      case 2 -> "com.acme.Shop.pay(Shop.java:" + number + ")\njava.lang.Thread.run(Thread.java:9)";
      case 3 -> "\u001b]0;\u0007\u202e\n\0\ud800";
      case 4 -> "x".repeat(random.nextInt(lies() ? 5000 : 40));
      case 5 -> "lambda$main$" + number;
      default -> name + "-" + number;
    };
  }
}
