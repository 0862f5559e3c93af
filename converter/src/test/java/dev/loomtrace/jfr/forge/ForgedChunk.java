package dev.loomtrace.jfr.forge;

import java.util.ArrayList;
import java.util.List;

/** A chunk's parts, to be changed at will before they are written. */
public final class ForgedChunk {
  private static final int HEADER = 68;
  private static final long MAGIC_AND_VERSION = 0x464c520000020001L;

  /** Places of the header's numbers, each of eight bytes. */
  static final int HEADER_NUMBERS = 8;

  /** Types of its metadata. */
  public List<ForgedType> types = new ArrayList<>();

  /** Its checkpoints, the first one first: each a list of pools as they are written. */
  public List<List<byte[]>> checkpoints = new ArrayList<>();

  /** Its events as they are written. */
  public List<byte[]> events = new ArrayList<>();

  /** Start in ticks; a tick is a nanosecond. */
  public long start = 1000;

  /** Numbers of the header that are not what they should be, by their place; null: it is right. */
  public final Long[] headerLies = new Long[HEADER_NUMBERS];

  /** Added to the distance between checkpoints. */
  public long deltaLie;

  /** What is added to the number of pools in a checkpoint, and of strings in the metadata. */
  public long countLie;

  /** Whether the JVM had finished it. */
  public boolean finished = true;

  /** A copy whose lists can be changed. */
  public ForgedChunk copy() {
    ForgedChunk copy = new ForgedChunk();
    copy.types = new ArrayList<>(types);
    copy.checkpoints = new ArrayList<>();
    checkpoints.forEach(pools -> copy.checkpoints.add(new ArrayList<>(pools)));
    copy.events = new ArrayList<>(events);
    copy.start = start;
    System.arraycopy(headerLies, 0, copy.headerLies, 0, HEADER_NUMBERS);
    copy.deltaLie = deltaLie;
    copy.countLie = countLie;
    copy.finished = finished;
    return copy;
  }

  /** The chunk's bytes. */
  public byte[] bytes() {
    JfrBytes body = new JfrBytes();
    events.forEach(body::bytes);
    long last = 0;
    for (List<byte[]> pools : checkpoints) {
      long at = (long) HEADER + body.size();
      JfrBytes content = new JfrBytes().number(1).number(start).number(0);
      content.number(last == 0 ? 0 : last - at + deltaLie).octet(0);
      content.number(pools.size() + countLie);
      pools.forEach(content::bytes);
      body.bytes(JfrBytes.event(content.array()));
      last = at;
    }
    long metadata = (long) HEADER + body.size();
    body.bytes(metadata());
    long[] numbers = {
      MAGIC_AND_VERSION,
      HEADER + body.size(),
      last,
      metadata,
      1_700_000_000_000_000_000L,
      1_000_000_000,
      start,
      1_000_000_000,
    };
    JfrBytes all = new JfrBytes();
    for (int i = 0; i < HEADER_NUMBERS; i++) {
      all.fixed(headerLies[i] == null ? numbers[i] : headerLies[i]);
    }
    // The last of these flags says that numbers are compressed.
    return all.octet(finished ? 0 : 1).octet(0).octet(0).octet(1).bytes(body.array()).array();
  }

  private byte[] metadata() {
    Strings strings = new Strings();
    JfrBytes tree = new JfrBytes().number(strings.of("root")).number(0).number(types.size());
    for (ForgedType type : types) {
      tree.number(strings.of("class")).number(2);
      tree.number(strings.of("id")).number(strings.of(Long.toString(type.id())));
      tree.number(strings.of("name")).number(strings.of(type.name()));
      tree.number(type.fields().size());
      for (ForgedType.Field field : type.fields()) {
        int attributes = 2 + (field.pooled() ? 1 : 0) + (field.array() ? 1 : 0);
        tree.number(strings.of("field")).number(attributes);
        tree.number(strings.of("name")).number(strings.of(field.name()));
        tree.number(strings.of("class")).number(strings.of(Long.toString(field.type())));
        if (field.pooled()) {
          tree.number(strings.of("constantPool")).number(strings.of("true"));
        }
        if (field.array()) {
          tree.number(strings.of("dimension")).number(strings.of("1"));
        }
        tree.number(0);
      }
    }
    JfrBytes all = new JfrBytes().number(0).number(0).number(0).number(0);
    all.number(strings.all.size() + countLie);
    strings.all.keySet().forEach(all::text);
    return JfrBytes.event(all.bytes(tree.array()).array());
  }

  private static final class Strings {
    private final java.util.Map<String, Integer> all = new java.util.LinkedHashMap<>();

    private int of(String text) {
      Integer index = all.putIfAbsent(text, all.size());
      return index == null ? all.size() - 1 : index;
    }
  }
}
