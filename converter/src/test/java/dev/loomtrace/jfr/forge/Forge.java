package dev.loomtrace.jfr.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes files, each from a seed and its number alone. */
public final class Forge {
  private static final double[] SHARES_OF_LIES = {0, 0, 0.001, 0.005, 0.02, 0.1};

  private Forge() {}

  /**
   * A file of some kilobytes at most.
   *
   * @param seed what all files of a run depend on
   * @param number which of them
   */
  public static ForgedFile file(long seed, long number) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + number);
    int chunks = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
    double lies = SHARES_OF_LIES[random.nextInt(SHARES_OF_LIES.length)];
    int things = 1 + random.nextInt(random.nextBoolean() ? 4 : 40);
    List<ForgedType> types = new ArrayList<>(ForgedType.catalog());
    // Few kinds of events meet more often.
    double kept = random.nextBoolean() ? 1 : 0.15 + random.nextDouble() / 3;
    types.removeIf(type -> type.isEvent() && random.nextDouble() > kept);
    List<ForgedChunk> all = new ArrayList<>();
    long clock = 1000L + random.nextInt(1000);
    for (int i = 0; i < chunks; i++) {
      List<ForgedType> described = new ArrayList<>(types);
      if (lies > 0 && random.nextInt(3) == 0) {
        described.replaceAll(type -> changed(type, types, random));
      }
      ForgedValues values = new ForgedValues(random, described, lies, things, clock);
      ForgedChunk chunk = chunk(random, described, values, things);
      chunk.start = values.lies() ? values.extreme() : Math.max(1, clock - random.nextInt(30));
      clock = values.clock();
      all.add(chunk);
    }
    return new ForgedFile(all);
  }

  /** A type as another version, or nobody, would describe it. */
  private static ForgedType changed(ForgedType type, List<ForgedType> types, Random random) {
    if (type.isPrimitive() || random.nextInt(6) != 0) {
      return type;
    }
    List<ForgedType.Field> fields = new ArrayList<>(type.fields());
    int at = random.nextInt(fields.size());
    ForgedType.Field field = fields.get(at);
    long other = types.get(random.nextInt(types.size())).id();
    switch (random.nextInt(7)) {
      case 0 -> fields.remove(at);
      case 1 -> fields.add(field);
      case 2 -> fields.set(at, new ForgedType.Field(field.name(), other, false, field.array()));
      case 3 ->
          fields.set(
              at, new ForgedType.Field(field.name(), field.type(), !field.pooled(), field.array()));
      case 4 ->
          fields.set(
              at, new ForgedType.Field(field.name(), field.type(), field.pooled(), !field.array()));
      case 5 -> fields.set(at, new ForgedType.Field(field.name(), type.id(), false, true));
      default -> fields.set(at, new ForgedType.Field("other", field.type(), field.pooled(), false));
    }
    long id = random.nextInt(20) == 0 ? other : type.id();
    return new ForgedType(id, type.name(), fields);
  }

  private static ForgedChunk chunk(
      Random random, List<ForgedType> types, ForgedValues values, int things) {
    ForgedChunk chunk = new ForgedChunk();
    chunk.types = types;
    List<ForgedType> ofEvents = types.stream().filter(ForgedType::isEvent).toList();
    int events = ofEvents.isEmpty() ? 0 : random.nextInt(random.nextBoolean() ? 12 : 150);
    for (int i = 0; i < events; i++) {
      ForgedType type = ofEvents.get(random.nextInt(ofEvents.size()));
      JfrBytes out = new JfrBytes();
      out.number(values.lies() ? values.extreme() : type.id());
      values.write(out, type);
      byte[] content = out.array();
      chunk.events.add(
          values.lies()
              ? JfrBytes.event(content, (int) values.extreme())
              : JfrBytes.event(content));
    }
    List<byte[]> pools = new ArrayList<>();
    for (ForgedType type : types) {
      if (!type.isEvent() && (!type.isPrimitive() || type.name().equals("java.lang.String"))) {
        JfrBytes pool = new JfrBytes().number(type.id());
        int count = random.nextInt(things + 1);
        pool.number(values.lies() ? values.extreme() : count);
        for (int i = 0; i < count; i++) {
          pool.number(values.lies() ? values.extreme() : i + 1);
          values.write(pool, type);
        }
        pools.add(pool.array());
      }
    }
    int cut = random.nextInt(pools.size() + 1);
    chunk.checkpoints.add(new ArrayList<>(pools.subList(0, cut)));
    chunk.checkpoints.add(new ArrayList<>(pools.subList(cut, pools.size())));
    chunk.finished = random.nextInt(20) != 0;
    chunk.deltaLie = values.lies() ? random.nextInt(-300, 300) : 0;
    chunk.countLie = values.lies() ? values.extreme() : 0;
    for (int i = 0; i < ForgedChunk.HEADER_NUMBERS; i++) {
      chunk.headerLies[i] = values.lies() ? values.extreme() : null;
    }
    return chunk;
  }

  /** The file's types by their names, for files that are made by hand. */
  static java.util.Map<String, ForgedType> byName() {
    return ForgedType.catalog().stream().collect(Collectors.toMap(ForgedType::name, t -> t));
  }
}
