package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whose words are where: Go's for why goroutines stop only in {@code gotrace}, the JDK's classes
 * and methods only in {@code jfr}; everything else speaks {@link WaitReason}.
 */
class VocabularyTest {
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern JDK = Pattern.compile("(java|jdk|sun)[./]\\p{Alpha}.*");
  private static final Pattern JVM_STAND_IN = Pattern.compile("jvm\\.\\w+");

  // Knows whose function a frame is, by the names of packages; one of them is called as a reason.
  private static final String ORIGINS = "FrameOrigins.java";

  // Knows who has nothing to do, by the names of methods, some of which are the JDK's.
  private static final String WORKERS = "PoolWorkers.java";

  private static final Path CONVERTER = Path.of("..", "converter", "src", "main", "java");
  private static final Path ANALYSIS = Path.of("..", "analysis", "src", "main", "java");
  private static final Path TOOL = Path.of("..", "src", "main", "java", "dev", "loomtrace", "tool");

  @Test
  void goReasonsAreInGotraceOnly() throws IOException {
    Set<String> texts = goTexts();
    assertTrue(texts.contains("chan receive"), texts::toString);
    assertEquals(
        List.of(),
        found(
            List.of(CONVERTER, ANALYSIS, TOOL),
            file -> !inPackage(file, "gotrace") && !file.endsWith(ORIGINS),
            texts::contains));
  }

  @Test
  void theJdkIsInJfrOnly() throws IOException {
    assertEquals(
        List.of(),
        found(
            List.of(CONVERTER, ANALYSIS),
            file -> !inPackage(file, "jfr") && !file.endsWith(WORKERS),
            text -> JDK.matcher(text).matches() || JVM_STAND_IN.matcher(text).matches()));
  }

  /** The scan finds what it looks for, where that may be. */
  @Test
  void theScanFindsBoth() throws IOException {
    assertTrue(
        !found(List.of(CONVERTER), file -> inPackage(file, "gotrace"), goTexts()::contains)
            .isEmpty());
    assertTrue(
        !found(
                List.of(CONVERTER),
                file -> inPackage(file, "jfr"),
                text -> JDK.matcher(text).matches())
            .isEmpty());
  }

  /** Those of Go's texts that are not the word for people too. */
  private static Set<String> goTexts() {
    Set<String> texts =
        Arrays.stream(WaitReason.values())
            .map(reason -> GoReasons.text(WaitCause.of(reason)))
            .collect(Collectors.toCollection(TreeSet::new));
    Arrays.stream(WaitReason.values()).map(WaitReason::word).forEach(texts::remove);
    return texts;
  }

  private static boolean inPackage(Path file, String name) {
    return file.toString().contains("/dev/loomtrace/" + name + "/");
  }

  private static List<String> found(
      List<Path> roots, Predicate<Path> where, Predicate<String> wanted) throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path root : roots) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path file : walk.filter(f -> f.toString().endsWith(".java")).toList()) {
          files++;
          if (where.test(file)) {
            for (String line : Files.readAllLines(file)) {
              find(file, line, wanted, found);
            }
          }
        }
      }
    }
    assertTrue(files > 5, "too few files: " + files);
    return found;
  }

  private static void find(Path file, String line, Predicate<String> wanted, List<String> found) {
    Matcher literal = LITERAL.matcher(line);
    while (literal.find()) {
      if (wanted.test(literal.group(1))) {
        found.add(file.getFileName() + ": " + literal.group());
      }
    }
  }
}
