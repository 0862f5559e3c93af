package example;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Works, while something that the process needs is used up and freed again and again and a thousand
 * threads at a time request dumps. Prints the outcome.
 */
@SuppressWarnings("try")
public final class Chaos {
  private static final int WORKERS = 2;
  private static final int SEEDS = 64;
  private static final int NUMBERS = 500;
  private static final int ASKING = 1000;
  private static final int LONGEST_SHORTAGE = 200;
  private static final long MAX_BYTES = 8 << 20;

  private final FlightRecorder recorder =
      new FlightRecorder(
          FlightRecorder.Config.builder()
              .minDumpInterval(Duration.ZERO)
              .maxBytes(MAX_BYTES)
              .window(Duration.ofSeconds(1))
              .build());
  private final Path file;
  private final Shortage shortage;
  private final Random random;
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  private final LongAdder results = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final long[] expected = new long[SEEDS];
  private volatile boolean done;

  private Chaos(Path file, Shortage shortage, long seed) {
    this.file = file;
    this.shortage = shortage;
    this.random = new Random(seed);
  }

  /**
   * Runs it.
   *
   * @param args the file to dump to; seconds; a seed; then, to fill a disk instead of using up file
   *     descriptors, a directory of it and the bytes to leave
   */
  public static void main(String[] args) throws Exception {
    Shortage shortage =
        args.length > 3
            ? Shortage.ofDisk(Path.of(args[3]), Long.parseLong(args[4]))
            : Shortage.ofDescriptors();
    new Chaos(Path.of(args[0]), shortage, Long.parseLong(args[2])).run(Long.parseLong(args[1]));
  }

  private void run(long seconds) throws Exception {
    Arrays.setAll(expected, Chaos::work);
    recorder.start();
    ask(); // Loads what this program itself needs.
    disturb();
    // Virtual threads that never pause would keep JDK 25 from starting those that request dumps.
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(threads.submit(this::workOn));
      }
      long start = System.nanoTime();
      do {
        disturb();
      } while (System.nanoTime() - start < Duration.ofSeconds(seconds).toNanos());
      done = true;
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    CompletableFuture<Path> last = recorder.dump(file, "last");
    System.out.println("last=" + last.get().equals(file));
    recorder.stop();
    System.out.println("wrong=" + wrong);
    System.out.println("broken=" + JdkUse.broken());
    System.out.println("results=" + results);
    System.out.println("dumps=" + new TreeMap<>(outcomes));
  }

  private void workOn() {
    while (!done) {
      for (int seed = 0; seed < SEEDS; seed++) {
        try (Task task = Task.begin("work");
            Region region = Region.begin("seed")) {
          results.increment();
          if (work(seed) != expected[seed]) {
            wrong.increment();
          }
          Log.log("", "worked");
        }
      }
    }
  }

  /** Sorts, the halves in threads of their own. */
  private static long work(int seed) {
    List<Integer> numbers = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < NUMBERS; i++) {
      numbers.add(random.nextInt());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> Collections.sort(numbers.subList(0, NUMBERS / 2)));
      threads.execute(() -> Collections.sort(numbers.subList(NUMBERS / 2, NUMBERS)));
    }
    return numbers.hashCode();
  }

  private void disturb() throws Exception {
    try (Shortage.Held held = shortage.begin()) {
      ask();
      Thread.sleep(random.nextInt(LONGEST_SHORTAGE));
    }
    ask();
  }

  /** A thousand threads request a dump at the same time. */
  private void ask() throws Exception {
    Queue<CompletableFuture<Path>> asked = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < ASKING; i++) {
        threads.execute(() -> asked.add(recorder.dump(file, "chaos")));
      }
    }
    for (CompletableFuture<Path> dump : asked) {
      String outcome =
          dump.handle((path, failure) -> failure == null ? "written" : failure.getMessage()).get();
      outcomes
          .computeIfAbsent(outcome.replace(file.toString(), "FILE"), key -> new LongAdder())
          .increment();
    }
  }
}
