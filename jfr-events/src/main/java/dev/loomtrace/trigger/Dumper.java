package dev.loomtrace.trigger;

import dev.loomtrace.internal.ProblemLog;
import dev.loomtrace.recorder.Cause;
import dev.loomtrace.recorder.DumpFolder;
import dev.loomtrace.recorder.DumpQueue;
import dev.loomtrace.recorder.DumpQueue.GivenUpException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has dumps made for rules that were broken, not too often. Who reports one that comes too soon
 * waits for nothing: it reads some numbers and adds to another.
 */
final class Dumper implements Sink {
  /** How long a trigger waits at most that fires without end; longer only if dumps are rarer. */
  static final Duration MOST = Duration.ofHours(1);

  /** Whatever was asked for: a trigger must not keep the recorder busy with nothing but dumps. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** When to try again after the queue has refused a dump. */
  private static final Duration SOON = Duration.ofMillis(100);

  private static final int REMEMBERED = 10;

  private final DumpQueue queue;
  private final DumpFolder folder;
  private final List<Rule> rules;
  private final Pace[] paces;
  private final long every;
  private final long window;
  private final boolean answers;

  // When the next dump may be requested, by System.nanoTime; whoever moves it requests one.
  private final AtomicLong next;
  private final AtomicLong suppressed = new AtomicLong();
  private final AtomicLong allSuppressed = new AtomicLong();

  private final ReentrantLock remembering = new ReentrantLock();
  private final Deque<String> dumps = new ArrayDeque<>(); // Guarded by remembering.

  Dumper(
      DumpQueue queue,
      DumpFolder folder,
      List<Rule> rules,
      Duration every,
      Duration window,
      boolean answers) {
    this.queue = queue;
    this.folder = folder;
    this.rules = List.copyOf(rules);
    this.every = Math.max(LEAST.toNanos(), nanos(every));
    this.window = nanos(window);
    this.answers = answers;
    this.paces = new Pace[rules.size()];
    for (int i = 0; i < paces.length; i++) {
      paces[i] = new Pace(this.every, MOST.toNanos());
    }
    this.next = new AtomicLong(System.nanoTime());
  }

  private static long nanos(Duration duration) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 4);
    return duration.compareTo(longest) < 0 ? duration.toNanos() : longest.toNanos();
  }

  @Override
  public void fired(int rule, long thread, long taskId, String name, long lasted, long limit) {
    try {
      long now = System.nanoTime();
      long due = next.get();
      if (queue.isShared() && queue.share(cause(rule, thread, taskId, name, lasted, limit, 0))) {
        return;
      }
      if (now - due >= 0 && paces[rule].isOpen(now) && next.compareAndSet(due, now + every)) {
        long before = suppressed.getAndSet(0);
        if (request(rule, cause(rule, thread, taskId, name, lasted, limit, before))) {
          long asked = System.nanoTime(); // Not earlier than the queue counts from.
          next.set(asked + every);
          paces[rule].dumped(asked);
        } else {
          next.set(now + SOON.toNanos());
        }
      } else {
        suppress(1);
      }
    } catch (RuntimeException | Error e) {
      ProblemLog.failure("trigger cannot have a dump made: " + e);
    }
  }

  @Override
  public void missed(long count) {
    suppress(count);
  }

  private Cause cause(
      int rule, long thread, long taskId, String name, long lasted, long limit, long before) {
    String text = rules.get(rule).text();
    return new Cause(text, thread, taskId, name, lasted, limit, before);
  }

  private void suppress(long count) {
    suppressed.getAndAdd(count);
    allSuppressed.getAndAdd(count);
  }

  // Whether it was accepted.
  private boolean request(int rule, Cause cause) {
    CompletableFuture<Path> result = queue.dump(folder, cause);
    if (result.isCompletedExceptionally()) {
      // Not long ago a dump was requested otherwise, or the recorder is being stopped.
      suppress(1);
      suppressed.getAndAdd(cause.suppressed());
      return false;
    }
    @SuppressWarnings("unused") // Its failures are reported there.
    CompletableFuture<Path> told =
        result.whenComplete((file, failure) -> done(rule, cause, file, failure));
    return true;
  }

  // By a thread of its own.
  private void done(int rule, Cause cause, Path file, Throwable failure) {
    if (paces[rule].distance() > every) {
      ProblemLog.failure(
          "trigger "
              + rules.get(rule)
              + " fires all the time: from now on it waits twice as long before each dump, up to "
              + RuleText.text(Math.max(every, MOST.toNanos())));
    }
    if (failure == null) {
      remember(Instant.now() + " " + file + " " + cause.text());
      if (answers) {
        ProblemLog.tell(answer(cause, file));
      }
      return;
    }
    suppressed.getAndAdd(cause.suppressed());
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(why instanceof RejectedExecutionException || why instanceof GivenUpException)) {
      ProblemLog.failure("dump into " + folder + " failed: " + why);
    }
  }

  private String answer(Cause cause, Path file) {
    String early = cause.lasted() > window ? "; it began before what the file holds" : "";
    return cause.text() + early + "; to see why: loomtrace why " + file;
  }

  private void remember(String dump) {
    remembering.lock();
    try {
      if (dumps.size() == REMEMBERED) {
        dumps.removeFirst();
      }
      dumps.addLast(dump);
    } finally {
      remembering.unlock();
    }
  }

  /** The last dumps, oldest first: when, which file, why. */
  List<String> dumps() {
    remembering.lock();
    try {
      return List.copyOf(dumps);
    } finally {
      remembering.unlock();
    }
  }

  /** How often triggers fired without a dump of their own. */
  long suppressed() {
    return allSuppressed.get();
  }
}
