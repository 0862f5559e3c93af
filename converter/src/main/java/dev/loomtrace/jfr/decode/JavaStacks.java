package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks of one recording: a chunk's pool of them, and those that come as text. The frames through
 * which every wait goes are left out, since a profile in which all waits end in the same function
 * says nothing. Each (function, file, line) has its own invented program counter in the file.
 */
final class JavaStacks {
  private static final int MAX_FRAMES = 127;

  // Frames of a stack that are looked at, and characters of those that are kept: a file must not
  // make a large stack of a few bytes.
  private static final int MAX_READ = 2048;
  private static final int MAX_CHARACTERS = 1 << 14;

  // Of class and method a name is made, so that a few long ones of classes would make many of
  // functions: all of a chunk's may be so long together.
  private static final long LEAST_ALLOWED = 4 << 20;
  private static final int ALLOWED_PER_BYTE = 4;

  /** A method of the chunk's pool, and how its function and file are called. */
  private record Method(
      String className, String name, boolean hidden, String function, String file) {}

  /**
   * A stack, and the user's frames in it that are nearest to its leaf and to its root: null if
   * there is none, the root's also if the stack was cut before it.
   */
  record Decoded(Stack stack, Frame leaf, Frame root) {
    static final Decoded NONE = new Decoded(Stack.NONE, null, null);
  }

  private static final String NAMES_TOO_LONG = "jvm.names-too-long";

  // Classes of the frames between the code that waits and the scheduler, all prefixes.
  private static final List<String> WAITING =
      List.of(
          "dev/loomtrace/bridge/",
          "java/lang/VirtualThread",
          "java/lang/BaseVirtualThread",
          "java/lang/System$",
          "java/lang/ThreadBuilders$BoundVirtualThread",
          "jdk/internal/vm/Continuation",
          "java/util/concurrent/locks/LockSupport",
          "java/util/concurrent/locks/AbstractQueuedSynchronizer",
          "java/util/concurrent/locks/AbstractQueuedLongSynchronizer",
          "java/util/concurrent/locks/ReentrantLock$",
          "java/util/concurrent/locks/ReentrantReadWriteLock$Sync",
          "java/util/concurrent/locks/ReentrantReadWriteLock$NonfairSync",
          "java/util/concurrent/locks/ReentrantReadWriteLock$FairSync",
          "java/util/concurrent/Semaphore$",
          "java/util/concurrent/CountDownLatch$",
          "java/util/concurrent/CompletableFuture$Signaller",
          "java/util/concurrent/SynchronousQueue$Transfer",
          "java/util/concurrent/LinkedTransferQueue$",
          "jdk/internal/misc/VirtualThreads",
          "jdk/internal/misc/Blocker",
          "sun/nio/ch/Poller");

  private static final List<String> WAITING_METHODS =
      List.of(
          "jdk/internal/misc/Unsafe.park",
          "java/util/concurrent/ForkJoinPool.managedBlock",
          "java/util/concurrent/ForkJoinPool.unmanagedBlock",
          "java/util/concurrent/ForkJoinPool.compensatedBlock",
          "java/util/concurrent/CompletableFuture.waitingGet",
          "java/util/concurrent/CompletableFuture.timedGet",
          "java/util/concurrent/FutureTask.awaitDone",
          "java/lang/Object.wait0",
          "java/lang/Thread.yield0",
          "java/lang/Thread.sleep0",
          "java/lang/Thread.sleepNanos",
          "java/lang/Thread.sleepNanos0",
          "java/lang/Thread.beforeSleep",
          "sun/nio/ch/NioSocketImpl.park");

  private static final List<String> STARTING =
      List.of(
          "jdk/internal/vm/Continuation",
          "java/lang/VirtualThread",
          "java/lang/ThreadBuilders$BoundVirtualThread");

  private static final List<String> STARTING_METHODS =
      List.of("java/lang/Thread.run", "java/lang/Thread.runWith");

  private final FrameTable frames = new FrameTable(0);
  private final Map<String, String> files = new HashMap<>();
  private long allowed;
  private final Map<String, Decoded> texts = new HashMap<>();
  private final LongMap<Method> methods = new LongMap<>();
  private final LongMap<Decoded> waits = new LongMap<>();
  private final LongMap<Decoded> samples = new LongMap<>();
  private final Pools pools;
  private ChunkValue stackCursor;
  private ChunkValue frameCursor;
  private ChunkValue methodCursor;

  JavaStacks(Pools pools) {
    this.pools = pools;
  }

  /** A chunk begins. */
  void begin(Chunk chunk) {
    allowed = LEAST_ALLOWED + ALLOWED_PER_BYTE * chunk.header().size();
    stackCursor = chunk.newCursor();
    frameCursor = chunk.newCursor();
    methodCursor = chunk.newCursor();
  }

  /** Forgets the chunk, except for the frames. */
  void end() {
    frames.partEnds();
    methods.clear();
    files.clear();
    waits.clear();
    samples.clear();
    texts.clear();
    stackCursor = null;
    frameCursor = null;
    methodCursor = null;
  }

  /** The stack of a thread that waits, in an event's field. */
  Decoded waiting(ChunkValue event, int field) throws MalformedTraceException {
    return decode(event, field, waits, true);
  }

  /** The stack of a thread that runs, in an event's field. */
  Decoded running(ChunkValue event, int field) throws MalformedTraceException {
    return decode(event, field, samples, false);
  }

  private Decoded decode(ChunkValue event, int field, LongMap<Decoded> cache, boolean trim)
      throws MalformedTraceException {
    if (field < 0) {
      return Decoded.NONE;
    }
    long key = event.number(field);
    Decoded known = cache.get(key);
    if (known == null) {
      known = event.follow(field, stackCursor) ? decode(trim) : Decoded.NONE;
      cache.put(key, known);
    }
    return known;
  }

  private Decoded decode(boolean trim) throws MalformedTraceException {
    ChunkType type = stackCursor.type();
    int array = type.field("frames");
    boolean truncated = stackCursor.number(type.field("truncated")) != 0;
    int count = Math.min(stackCursor.count(array), MAX_READ);
    truncated |= stackCursor.count(array) > MAX_READ;
    List<Method> called = new ArrayList<>(count);
    List<Long> lines = new ArrayList<>(count);
    int next = 0;
    for (int i = 0; i < count; i++) {
      next =
          i == 0
              ? stackCursor.firstElement(array, frameCursor)
              : stackCursor.element(array, next, frameCursor);
      ChunkType frameType = frameCursor.type();
      Method method = method(frameType.field("method"));
      if (method != null && !method.hidden()) {
        called.add(method);
        lines.add(frameCursor.number(frameType.field("lineNumber")));
      }
    }
    return assemble(called, lines, truncated, trim);
  }

  private Method method(int field) throws MalformedTraceException {
    long key = frameCursor.number(field);
    Method method = methods.get(key);
    if (method == null && frameCursor.follow(field, methodCursor)) {
      ChunkType type = methodCursor.type();
      String className = pools.className(methodCursor, type.field("type"));
      String name = pools.symbol(methodCursor, "name");
      boolean hidden = methodCursor.number(type.field("hidden")) != 0;
      method =
          method(
              className == null ? "" : className,
              name == null ? "" : name,
              hidden || className == null || JavaNames.isLambda(className));
      methods.put(key, method);
    }
    return method;
  }

  private Method method(String className, String name, boolean hidden) {
    if (hidden) {
      return new Method(className, name, true, "", "");
    }
    String file = files.get(className);
    if (file == null) {
      file = JavaNames.file(className);
      files.put(className, file);
      allowed -= file.length();
    }
    allowed -= className.length() + name.length();
    String function = allowed >= 0 ? JavaNames.function(className, name) : NAMES_TOO_LONG;
    return new Method(className, name, false, function, file);
  }

  private Decoded assemble(List<Method> called, List<Long> lines, boolean truncated, boolean trim) {
    int begin = 0;
    int end = called.size();
    while (trim && begin < end && is(called.get(begin), WAITING, WAITING_METHODS)) {
      begin++;
    }
    while (end > begin && is(called.get(end - 1), STARTING, STARTING_METHODS)) {
      end--;
    }
    if (begin == end) {
      begin = 0;
      end = called.size();
    }
    List<Frame> stack = new ArrayList<>(end - begin);
    Frame leaf = null;
    Frame root = null;
    int characters = 0;
    boolean cut = truncated || end - begin > MAX_FRAMES;
    end = Math.min(end, begin + MAX_FRAMES);
    for (int i = begin; i < end; i++) {
      Method method = called.get(i);
      characters += method.function().length();
      if (characters > MAX_CHARACTERS && i > begin) {
        cut = true;
        break;
      }
      Frame frame = frames.frame(method.function(), method.file(), lines.get(i));
      stack.add(frame);
      if (!JavaNames.isJdk(method.className())) {
        root = frame;
        leaf = leaf == null ? frame : leaf;
      }
    }
    if (cut) {
      stack.add(frames.frame("jvm.truncated"));
      root = null;
    }
    return stack.isEmpty() ? Decoded.NONE : new Decoded(Stack.of(stack), leaf, root);
  }

  private static boolean is(Method method, List<String> classes, List<String> functions) {
    String name = method.className();
    for (String prefix : classes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return functions.contains(name + "." + method.name());
  }

  /** The stack of a thread that waits, as the recorder wrote it: one frame a line. */
  Decoded ofText(String text) {
    if (text == null) {
      return Decoded.NONE;
    }
    Decoded known = texts.get(text);
    if (known == null) {
      known = parse(text);
      texts.put(text, known);
    }
    return known;
  }

  private Decoded parse(String text) {
    List<Method> called = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    boolean truncated = text.lines().skip(MAX_READ).findAny().isPresent();
    for (String frame : (Iterable<String>) text.lines().limit(MAX_READ)::iterator) {
      int bracket = frame.indexOf('(');
      int dot = bracket < 0 ? -1 : frame.lastIndexOf('.', bracket);
      if (frame.equals("...")) {
        truncated = true;
      } else if (dot > 0) {
        String className = Pools.shortened(frame.substring(0, dot)).replace('.', '/');
        if (!JavaNames.isLambda(className)) {
          String name = Pools.shortened(frame.substring(dot + 1, bracket));
          called.add(method(className, name, false));
          lines.add(line(frame));
        }
      }
    }
    return assemble(called, lines, truncated, true);
  }

  private static long line(String frame) {
    int colon = frame.lastIndexOf(':');
    int end = frame.lastIndexOf(')');
    try {
      return colon < 0 || end < colon ? 1 : Long.parseLong(frame.substring(colon + 1, end));
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
