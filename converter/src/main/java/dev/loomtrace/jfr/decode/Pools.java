package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.MalformedTraceException;

/** Names and threads in a chunk's constant pools. */
final class Pools {
  /** Longest name in characters: Go cuts strings there, and the JVM's own are shorter. */
  static final int MAX_NAME = 1024;

  private static final String THREAD = "java.lang.Thread";

  // Of a text in the pool events say much with few bytes: so many characters of a chunk's texts are
  // told in full, and of those after that the start.
  private static final long LEAST_CHARACTERS = 16 << 20;
  private static final int CHARACTERS_PER_BYTE = 32;
  private static final int SHORT_TEXT = 128;

  private static final long THREAD_BYTES = 130;

  // Stands in tables for what has no name.
  private static final String NAMELESS = new String();

  // By where the entry lies that they name: each is looked up once.
  private final LongMap<String> classes = new LongMap<>();
  private final LongMap<String> texts = new LongMap<>();
  private LongMap<ThreadInfo> byKey = new LongMap<>();
  private LongMap<ThreadInfo> byKeyBefore = new LongMap<>();
  private LongMap<ThreadInfo> hostBefore = new LongMap<>();
  private boolean isGuest;
  private boolean virtualThreads;
  private LongMap<ThreadInfo> platform = new LongMap<>();
  private LongMap<ThreadInfo> platformBefore = new LongMap<>();
  private long characters;
  // The text that was cut last, and what is left: all who refer to it get the same one.
  private String lastLong = "";
  private String lastCut = "";
  private Kept kept;
  private ChunkValue classCursor;
  private ChunkValue textCursor;

  /** The threads that were known before a chunk. */
  private record Kept(
      LongMap<ThreadInfo> byKey,
      LongMap<ThreadInfo> byKeyBefore,
      LongMap<ThreadInfo> hostBefore,
      LongMap<ThreadInfo> platform,
      LongMap<ThreadInfo> platformBefore) {}

  /** What comes can be forgotten. */
  void keep() {
    kept = new Kept(byKey, byKeyBefore, hostBefore, platform, platformBefore);
  }

  /** Forgets the threads of the last chunk. */
  void forgetChunk() {
    byKey = kept.byKey;
    byKeyBefore = kept.byKeyBefore;
    hostBefore = kept.hostBefore;
    platform = kept.platform;
    platformBefore = kept.platformBefore;
  }

  /**
   * A chunk begins.
   *
   * @param guest whether another one than the JVM wrote it: its numbers are its own, and of threads
   *     the JVM knows more
   */
  void begin(Chunk chunk, boolean guest) throws MalformedTraceException {
    isGuest = guest;
    LongMap<ThreadInfo> known = platform;
    platformBefore = guest ? platformBefore : platform;
    byKeyBefore = guest ? new LongMap<>() : hostBefore;
    byKey = new LongMap<>();
    platform = new LongMap<>();
    if (guest) {
      known.forEach(thread -> platform.put(thread.id(), thread));
    } else {
      hostBefore = byKey;
    }
    ChunkType described = chunk.type(THREAD);
    virtualThreads = described != null && described.field("virtual") >= 0;
    characters = LEAST_CHARACTERS + CHARACTERS_PER_BYTE * chunk.header().size();
    classCursor = chunk.newCursor();
    textCursor = chunk.newCursor();
    chunk.forEachEntry(THREAD, this::readThread);
  }

  /** Forgets the chunk, except for its threads. */
  void end() {
    classes.clear();
    texts.clear();
    classCursor = null;
    textCursor = null;
  }

  private void readThread(long key, ChunkValue entry) throws MalformedTraceException {
    ChunkType type = entry.type();
    // Of threads that are not Java's some versions write -1. Mission Control's writer has no Java
    // ids.
    int javaId = type.field("javaThreadId");
    long id = Math.max(0, entry.number(javaId < 0 ? type.field("osThreadId") : javaId));
    boolean virtual = entry.number(type.field("virtual")) != 0;
    String javaName = entry.text(type.field("javaName"));
    String osName = entry.text(type.field("osName"));
    String group = textOf(entry, type.field("group"), "name");
    ThreadInfo info =
        new ThreadInfo(
            id,
            entry.number(type.field("osThreadId")),
            shortened(javaName == null || javaName.isEmpty() ? osName : javaName),
            group,
            virtual);
    ThreadInfo known = isGuest && id > 0 ? platformThread(id) : null;
    byKey.put(key, known == null ? info : known);
    if (!virtual && id > 0 && known == null) {
      platform.put(id, info);
    }
  }

  /**
   * The thread in an event's field; null if it is none.
   *
   * <p>A chunk may lack what JFR knows of a thread that committed an event in it: when a chunk ends
   * between the two, JFR may have written that into the one before. Where that one lacks it, too
   * (it was the recording's first), it is a virtual thread that nothing else is known of: JFR
   * describes all platform threads in each chunk. Its number in the pool is then its Java id, as
   * measured on JDK 21 and 25, and no other thread has this one.
   */
  ThreadInfo thread(ChunkValue event, int field) throws MalformedTraceException {
    if (field < 0) {
      return null;
    }
    long key = event.number(field);
    ThreadInfo thread = byKey.get(key);
    if (thread != null || key <= 0) {
      return thread;
    }
    thread = byKeyBefore.get(key);
    return thread == null && virtualThreads && key < Operations.JAVA_THREADS
        ? new ThreadInfo(key, 0, null, null, /* virtual= */ true)
        : thread;
  }

  /** Memory, in bytes and roughly, that the descriptions of threads take, here and elsewhere. */
  long footprint() {
    return (byKey.size() + byKeyBefore.size()) * THREAD_BYTES;
  }

  /** Whether the JVM is of a version that has virtual threads. */
  boolean hasVirtualThreads() {
    return virtualThreads;
  }

  /** A platform thread of this chunk or the one before by its Java id; null if unknown. */
  ThreadInfo platformThread(long javaId) {
    ThreadInfo info = platform.get(javaId);
    return info == null ? platformBefore.get(javaId) : info;
  }

  /** The platform threads of this chunk, by their Java ids; complete when it is decoded. */
  LongMap<ThreadInfo> platformThreads() {
    return platform;
  }

  /** The same of the chunk before. */
  LongMap<ThreadInfo> platformThreadsBefore() {
    return platformBefore;
  }

  /** Name of the class in a field, with slashes; null if there is none. */
  String className(ChunkValue event, int field) throws MalformedTraceException {
    if (field < 0) {
      return null;
    }
    long entry = event.reference(field);
    if (entry == 0) {
      return null;
    }
    String name = classes.get(entry);
    if (name == null) {
      name = event.follow(field, classCursor) ? symbol(classCursor, "name") : null;
      name = name == null ? NAMELESS : name.replace('.', '/');
      classes.put(entry, name);
    }
    return orNull(name);
  }

  /** A string in a field; empty if there is none. */
  @SuppressWarnings("ReferenceEquality") // Another one that is equal is cut once more.
  String text(ChunkValue event, int field) throws MalformedTraceException {
    String text = event.text(field);
    if (text == null) {
      return "";
    }
    characters -= text.length();
    if (characters >= 0 || text.length() <= SHORT_TEXT) {
      return text;
    }
    if (text != lastLong) {
      lastLong = text;
      lastCut = text.substring(0, SHORT_TEXT);
    }
    return lastCut;
  }

  /** A symbol in a field of this name, by which a class or a method is called; null: none. */
  String symbol(ChunkValue value, String field) throws MalformedTraceException {
    return textOf(value, value.type().field(field), "string");
  }

  /**
   * The text in a field of this name of the entry that another field refers to; null: none. Writers
   * that have the text itself in the other field (Mission Control's) are understood, too.
   */
  String textOf(ChunkValue event, int field, String name) throws MalformedTraceException {
    if (field >= 0 && event.type().isText(field)) {
      return shortened(event.text(field));
    }
    long entry = event.reference(field);
    if (entry == 0) {
      return null;
    }
    String text = texts.get(entry);
    if (text == null) {
      text =
          event.follow(field, textCursor) ? textCursor.text(textCursor.type().field(name)) : null;
      text = text == null ? NAMELESS : shortened(text);
      texts.put(entry, text);
    }
    return orNull(text);
  }

  @SuppressWarnings("ReferenceEquality") // Only the object itself stands for no name.
  private static String orNull(String text) {
    return text == NAMELESS ? null : text;
  }

  /** A name that is not too long to be one; of one that is, its start. Null stays null. */
  static String shortened(String name) {
    return name == null || name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
  }
}
