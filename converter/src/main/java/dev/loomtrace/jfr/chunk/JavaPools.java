package dev.loomtrace.jfr.chunk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The constant pools of a chunk that is written. Each value is there once; what returns a key
 * returns that of the value that is there already. A key is for this chunk's events only, but no
 * chunk of a file has that of another one: the JDK's reader keeps values from chunk to chunk.
 */
public final class JavaPools {
  private final WrittenTypes types;
  private final Map<String, PoolOutput> pools = new TreeMap<>();
  private final Map<String, Long> strings = new HashMap<>();
  private final Map<String, Long> symbols = new HashMap<>();
  private final Map<String, Long> packages = new HashMap<>();
  private final Map<ClassName, Long> classes = new HashMap<>();
  private final Map<MethodName, Long> methods = new HashMap<>();
  private final Map<Object, Long> stacks = new HashMap<>();
  private final Map<String, Long> groups = new HashMap<>();
  private final Map<Word, Long> words = new HashMap<>();
  private final ThreadEntries threads = new ThreadEntries();
  private final Map<String, Long> usedKeys;

  private record ClassName(String packageName, String name) {}

  private record MethodName(long type, String name) {}

  private record Word(String type, String text) {}

  /**
   * A frame of a stack.
   *
   * @param packageName package of the class, with slashes; may be empty
   * @param className full name of the class, with slashes
   * @param method name of the method
   * @param line line number; 0 or less: unknown
   * @param bytecodeIndex index of the instruction
   * @param type how the method was run: {@code Interpreted}, {@code JIT compiled}, {@code Native}
   */
  public record JavaFrame(
      String packageName,
      String className,
      String method,
      int line,
      int bytecodeIndex,
      String type) {}

  /**
   * Pools of a chunk.
   *
   * @param usedKeys by types, the greatest keys of the chunks before; brought up to date at the end
   */
  JavaPools(WrittenTypes types, Map<String, Long> usedKeys) {
    this.types = types;
    this.usedKeys = usedKeys;
  }

  /** The pool of a type that has none of the methods below; made when it is asked for. */
  public PoolOutput pool(String type) {
    return pools.computeIfAbsent(
        type, name -> new PoolOutput(types, types.id(name), usedKeys.getOrDefault(name, 0L)));
  }

  /** A text, for {@link ValueOutput#pooledText}; null has the key 0. */
  public long string(String text) {
    if (text == null) {
      return 0;
    }
    Long known = strings.get(text);
    return known != null ? known : added(strings, text, StandardTypes.STRING);
  }

  /** A symbol: the name of a class, method, package or module, or a descriptor. */
  public long symbol(String text) {
    Long known = symbols.get(text);
    return known != null ? known : added(symbols, text, StandardTypes.SYMBOL);
  }

  /** A word of a type made by {@link TypeDescription#word}. */
  public long word(String type, String text) {
    Word word = new Word(type, text);
    Long known = words.get(word);
    if (known == null) {
      PoolOutput pool = pool(type);
      pool.entry().text(text);
      known = pool.key();
      words.put(word, known);
    }
    return known;
  }

  private long added(Map<String, Long> keys, String text, String type) {
    PoolOutput pool = pool(type);
    pool.entry().text(text);
    keys.put(text, pool.key());
    return pool.key();
  }

  /**
   * A class.
   *
   * @param packageName its package, with slashes; empty: none
   * @param name its full name, with slashes
   */
  public long type(String packageName, String name) {
    ClassName both = new ClassName(packageName, name);
    Long known = classes.get(both);
    if (known == null) {
      long symbol = symbol(name);
      long inPackage = packageName.isEmpty() ? 0 : packageOf(packageName);
      PoolOutput pool = pool(StandardTypes.CLASS);
      pool.entry().number(0L).number(symbol).number(inPackage).number(1).truth(false);
      known = pool.key();
      classes.put(both, known);
    }
    return known;
  }

  private long packageOf(String name) {
    Long known = packages.get(name);
    if (known == null) {
      long symbol = symbol(name);
      PoolOutput pool = pool(StandardTypes.PACKAGE);
      pool.entry().number(symbol).number(0L).truth(true);
      known = pool.key();
      packages.put(name, known);
    }
    return known;
  }

  /** A method of a class; its descriptor is that of a method without arguments and result. */
  public long method(long type, String name) {
    MethodName both = new MethodName(type, name);
    Long known = methods.get(both);
    if (known == null) {
      long symbol = symbol(name);
      long descriptor = symbol("()V");
      PoolOutput pool = pool(StandardTypes.METHOD);
      pool.entry().number(type).number(symbol).number(descriptor).number(1).truth(false);
      known = pool.key();
      methods.put(both, known);
    }
    return known;
  }

  /**
   * A stack by the object that stands for it.
   *
   * @param identity compared by {@code equals}
   * @return 0 if there is none yet
   */
  public long knownStack(Object identity) {
    Long known = stacks.get(identity);
    return known == null ? 0 : known;
  }

  /**
   * Adds a stack, leaf first.
   *
   * @param identity finds it again by {@link #knownStack}
   */
  public long stack(Object identity, List<JavaFrame> frames, boolean truncated) {
    long[] methodKeys = new long[frames.size()];
    long[] typeKeys = new long[frames.size()];
    for (int i = 0; i < methodKeys.length; i++) {
      JavaFrame frame = frames.get(i);
      methodKeys[i] = method(type(frame.packageName(), frame.className()), frame.method());
      typeKeys[i] = word(StandardTypes.FRAME_TYPE, frame.type());
    }
    PoolOutput pool = pool(StandardTypes.STACK_TRACE);
    ValueOutput entry = pool.entry().truth(truncated).count(methodKeys.length);
    for (int i = 0; i < methodKeys.length; i++) {
      JavaFrame frame = frames.get(i);
      entry.number(methodKeys[i]).number(Math.max(0, frame.line())).number(frame.bytecodeIndex());
      entry.number(typeKeys[i]);
    }
    stacks.put(identity, pool.key());
    return pool.key();
  }

  /**
   * Says what a thread is that events refer to. Of several for one key the last counts: a name may
   * become known late.
   *
   * @param key not 0, and in all chunks of a file that of the same thread
   */
  public void thread(long key, JavaThread thread) {
    threads.put(key, thread);
  }

  private long group(String name) {
    if (name == null) {
      return 0;
    }
    Long known = groups.get(name);
    if (known == null) {
      PoolOutput pool = pool(StandardTypes.THREAD_GROUP);
      pool.entry().number(0L).text(name);
      known = pool.key();
      groups.put(name, known);
    }
    return known;
  }

  /** Writes what a checkpoint has behind its head. */
  void writeTo(ValueOutput out) {
    if (!threads.isEmpty()) { // The JDK's reader refuses an empty pool of them.
      threads.writeTo(pool(StandardTypes.THREAD), this::group);
    }
    out.raw(pools.size());
    for (PoolOutput pool : pools.values()) {
      pool.writeTo(out);
      usedKeys.put(pool.typeName(), pool.key());
    }
  }
}
