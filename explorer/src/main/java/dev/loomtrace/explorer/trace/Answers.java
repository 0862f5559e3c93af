package dev.loomtrace.explorer.trace;

import dev.loomtrace.question.TraceSource;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The answers to questions for which a whole trace is read. Each is made once, while all who ask
 * the same wait for it; two at a time, on threads of their own, so that whoever asks for less is
 * not kept waiting. The last ones are kept, up to {@value #MAX_CHARACTERS} characters; those that
 * are asked for first whenever a trace is opened are kept on disk, too.
 */
public final class Answers implements Closeable {
  private static final long MAX_CHARACTERS = 1 << 25;
  private static final int AT_A_TIME = 2;

  private final KeptAnswers disk;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_A_TIME, Thread.ofPlatform().daemon().name("explorer-answer-", 0).factory());
  private final Lock lock = new ReentrantLock();
  // Those that were used last come last.
  private final Map<Key, Lazy<String>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Integer> sizes = new LinkedHashMap<>();
  private long characters;

  private record Key(FileSource file, Object question) {}

  /** Makes the text of an answer. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes it.
     *
     * @throws dev.loomtrace.question.NoSuchUnitException if what is asked for is not in the trace
     */
    String ask(TraceSource trace) throws IOException;
  }

  /**
   * None yet.
   *
   * @param cache where some are kept
   * @param build what tells this program from others, whose answers may be other ones
   */
  public Answers(StoreCache cache, String build) {
    disk = new KeptAnswers(cache.directory(), build);
  }

  /**
   * The answer to a question.
   *
   * @param question what is asked: equal ones have equal answers
   * @param onDisk under which name it is kept there, if it is worth it
   */
  public String of(TraceEntry file, Object question, Optional<String> onDisk, Maker maker)
      throws IOException {
    return of(file.source(), question, onDisk, maker);
  }

  String of(FileSource file, Object question, Optional<String> onDisk, Maker maker)
      throws IOException {
    Key key = new Key(file, question);
    Lazy<String> answer;
    lock.lock();
    try {
      answer = kept.computeIfAbsent(key, k -> new Lazy<>(() -> made(k, onDisk, maker)));
    } finally {
      lock.unlock();
    }
    boolean isMade = false;
    try {
      String text = answer.get();
      isMade = true;
      count(key, text);
      return text;
    } finally {
      if (!isMade) {
        forget(key, answer);
      }
    }
  }

  /** What failed is not kept: who asks again tries again. */
  private void forget(Key key, Lazy<String> failed) {
    lock.lock();
    try {
      kept.remove(key, failed);
    } finally {
      lock.unlock();
    }
  }

  private void count(Key key, String text) {
    lock.lock();
    try {
      if (kept.containsKey(key) && sizes.putIfAbsent(key, text.length()) == null) {
        characters += text.length();
      }
      while (characters > MAX_CHARACTERS && kept.size() > 1) {
        Key eldest = kept.keySet().iterator().next();
        kept.remove(eldest);
        Integer size = sizes.remove(eldest);
        characters -= size == null ? 0 : size;
      }
    } finally {
      lock.unlock();
    }
  }

  private String made(Key key, Optional<String> onDisk, Maker maker) throws IOException {
    Future<String> text =
        threads.submit(
            () ->
                onDisk.isPresent()
                    ? disk.of(key.file(), onDisk.get(), () -> maker.ask(key.file()))
                    : maker.ask(key.file()));
    try {
      return text.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server ends");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new IOException(e.getCause());
      }
    }
  }

  /** No more are made. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
