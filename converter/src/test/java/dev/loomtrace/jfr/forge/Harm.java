package dev.loomtrace.jfr.forge;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Does something with inputs, and tells what harm that did: a failure, or more time on a processor
 * or more memory allocated than any input may cost. Not for several threads.
 */
public final class Harm {
  /** What is done with an input; what it throws is harm. */
  @FunctionalInterface
  public interface Use {
    /** Uses it. */
    void of(byte[] input) throws Exception;
  }

  private static final long MAX_CPU_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int LOOK_MILLIS = 20;

  // Allocated is not live; that is what a heap of its own is for. It shows early what grows faster
  // than its input.
  private static final long LEAST_ALLOCATED = 64L << 20;
  private static final long ALLOCATED_PER_BYTE = 4000;

  // Of the whole process: the reader works in a thread of its own.
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Use use;

  /** Harm that this use does. */
  public Harm(Use use) {
    this.use = use;
  }

  /** What harm an input does; empty: none. An input that never ends is given up. */
  public Optional<String> of(byte[] input) {
    AtomicReference<String> harm = new AtomicReference<>();
    Thread worker =
        Thread.ofPlatform().daemon().unstarted(() -> harm.set(inThisThread(input).orElse("")));
    long start = process.getProcessCpuTime();
    worker.start();
    try {
      while (!worker.join(Duration.ofMillis(LOOK_MILLIS))) {
        if (process.getProcessCpuTime() - start > MAX_CPU_NANOS) {
          String at = Arrays.stream(worker.getStackTrace()).limit(12).toList().toString();
          return Optional.of("more than 5 s on a processor, at " + at);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Optional.of(harm.get()).filter(text -> !text.isEmpty());
  }

  /** The same, without an eye on time: a thread for each input costs more than small inputs do. */
  public Optional<String> inThisThread(byte[] input) {
    long most = LEAST_ALLOCATED + ALLOCATED_PER_BYTE * input.length;
    long allocated = 0;
    try {
      // Twice at most. The JVM reads the buffer of a thread that begins or ends just then while it
      // changes, and may take its address for its size: once in a million inputs the sum was 3 GB
      // too much, the start of a heap of 1 GB.
      for (int i = 0; i < 2; i++) {
        long before = threads.getTotalThreadAllocatedBytes();
        use.of(input);
        allocated = threads.getTotalThreadAllocatedBytes() - before;
        if (allocated <= most) {
          return Optional.empty();
        }
      }
    } catch (Exception | Error e) {
      String at = Arrays.stream(e.getStackTrace()).limit(6).toList().toString();
      return Optional.of(e + " at " + at);
    }
    return Optional.of(allocated + " bytes allocated for " + input.length);
  }
}
