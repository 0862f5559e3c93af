package dev.loomtrace.explorer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often answers are made, and what is kept of them. */
class AnswersTest {
  @TempDir private Path folder;
  private Path file;
  private final AtomicInteger made = new AtomicInteger();

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("file"), "content");
  }

  private Answers answers(String build) {
    return new Answers(new StoreCache(folder.resolve("cache"), Long.MAX_VALUE), build);
  }

  private String ask(Answers answers, String question, boolean onDisk) throws IOException {
    return answers.of(
        new FileSource(file, ""),
        question,
        onDisk ? Optional.of(question) : Optional.empty(),
        trace -> question + made.incrementAndGet());
  }

  @Test
  void makesEachOnce() throws IOException {
    try (Answers answers = answers("1")) {
      assertEquals("a1", ask(answers, "a", false));
      assertEquals("b2", ask(answers, "b", false));
      assertEquals("a1", ask(answers, "a", false));
    }
    try (Answers answers = answers("1")) {
      assertEquals("a3", ask(answers, "a", false), "it was in memory only");
    }
  }

  @Test
  void makesOneForAllWhoWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Answers answers = answers("1");
        ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> same = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        same.add(
            askers.submit(
                () ->
                    answers.of(
                        new FileSource(file, ""),
                        "a",
                        Optional.empty(),
                        trace -> {
                          await(go);
                          return "a" + made.incrementAndGet();
                        })));
      }
      go.countDown();
      for (Future<String> one : same) {
        assertEquals("a1", one.get());
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void makesTwoAtATime() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Answers answers = answers("1");
        ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String question = "q" + i;
        all.add(
            askers.submit(
                () ->
                    answers.of(
                        new FileSource(file, ""),
                        question,
                        Optional.empty(),
                        trace -> {
                          most.accumulateAndGet(begun.incrementAndGet(), Math::max);
                          await(go);
                          begun.decrementAndGet();
                          return question;
                        })));
      }
      Awaitility.await().until(() -> begun.get() == 2);
      go.countDown();
      for (int i = 0; i < all.size(); i++) {
        assertEquals("q" + i, all.get(i).get());
      }
      assertEquals(2, most.get());
    }
  }

  @Test
  void triesAgainWhatFailed() throws IOException {
    try (Answers answers = answers("1")) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  answers.of(
                      new FileSource(file, ""),
                      "a",
                      Optional.of("a"),
                      trace -> {
                        throw new IOException("not today");
                      }));
      assertEquals("not today", e.getMessage());
      assertEquals("a1", ask(answers, "a", true));
    }
  }

  @Test
  void keepsSomeOnDisk() throws IOException {
    try (Answers answers = answers("1")) {
      assertEquals("a1", ask(answers, "a", true));
    }
    try (Answers answers = answers("1")) {
      assertEquals("a1", ask(answers, "a", true));
      assertEquals("b2", ask(answers, "b", true));
    }
    try (Answers answers = answers("2")) {
      assertEquals("a3", ask(answers, "a", true), "another build may say something else");
    }
    Files.writeString(file, "other content");
    try (Answers answers = answers("1")) {
      assertEquals("a4", ask(answers, "a", true), "it is of another content");
    }
  }

  @Test
  void makesAnewWhatIsDamaged() throws IOException {
    try (Answers answers = answers("1")) {
      assertEquals("a1", ask(answers, "a", true));
    }
    Path kept;
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      kept = files.findFirst().orElseThrow();
    }
    String whole = Files.readString(kept);
    int times = 1;
    for (String damaged :
        List.of("", "x", whole.substring(0, whole.length() - 1), whole + "x", "0" + whole)) {
      Files.writeString(kept, damaged);
      try (Answers answers = answers("1")) {
        times++;
        assertEquals("a" + times, ask(answers, "a", true), damaged);
      }
    }
    try (Answers answers = answers("1")) {
      assertEquals("a" + times, ask(answers, "a", true));
    }
  }

  @Test
  void keepsSoManyInMemory() throws IOException {
    String much = "x".repeat(1 << 22);
    try (Answers answers = answers("1")) {
      for (int i = 0; i < 20; i++) {
        String question = "q" + i;
        answers.of(
            new FileSource(file, ""),
            question,
            Optional.empty(),
            trace -> {
              made.incrementAndGet();
              return much;
            });
      }
      assertEquals(20, made.get());
      ask(answers, "q19", false);
      assertEquals(20, made.get(), "the last ones are there");
      ask(answers, "q0", false);
      assertEquals(21, made.get(), "the first ones are gone");
    }
    assertTrue(made.get() > 0);
  }
}
