package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import example.Ending;
import example.Secured;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that ends while a dump is pending, or that may not record. */
@Execution(ExecutionMode.CONCURRENT)
class EndingTest {
  @TempDir Path folder;

  private ChildJvm.Result run(int version, List<String> options, Class<?> program, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(options);
    command.addAll(
        List.of("-cp", ChildJvm.classes() + File.pathSeparator + ChildJvm.testClasses()));
    command.add(program.getName());
    command.add(dump().toString());
    command.addAll(List.of(args));
    return ChildJvm.run(version, command);
  }

  private Path dump() {
    return folder.resolve("dump.jfr");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  // In the short form each end and each delay with each version, in the long form all of each.
  static Stream<Arguments> ends() {
    List<Arguments> all = new ArrayList<>();
    int number = 0;
    for (int version : JavaRunTimes.versions().toList()) {
      for (String how : List.of("hook", "return", "exit", "terminate", "stop")) {
        for (int millis : new int[] {0, 15}) {
          if (Boolean.getBoolean("loomtrace.long") || number % 2 == millis % 2) {
            all.add(Arguments.of(version, how, millis));
          }
        }
        number++;
      }
    }
    return all.stream();
  }

  @Tag(EachJdk.TAG)
  @ParameterizedTest(name = "JDK {0}, {1} after {2} ms")
  @MethodSource("ends")
  void isWrittenWholeOrRefusedWithAWord(int version, String how, int millis) throws Exception {
    ChildJvm.Result result = run(version, List.of(), Ending.class, how, Integer.toString(millis));
    assertEquals(how.equals("terminate") ? 143 : 0, result.status(), result.toString());
    if (Files.exists(dump())) {
      assertEquals(List.of(dump()), files());
      assertEquals(Ending.MESSAGES, FlightRecorderTest.messages(dump()).size());
    } else {
      assertEquals(List.of(), files());
      assertTrue(result.err().contains("the JVM is ending"), result.toString());
      assertFalse(how.equals("stop"), "stop waits");
    }
  }

  /** JFR hangs when it is started then. */
  @EachJdk
  void declinesToStartInAShutdownHook(int version) throws Exception {
    ChildJvm.Result result = run(version, List.of(), Ending.class, "start", "0");
    assertEquals(0, result.status(), result.toString());
    assertTrue(result.err().contains("the JVM is ending"), result.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void declinesUnderASecurityManager(boolean late) throws Exception {
    ChildJvm.Result result =
        run(
            21,
            List.of("-Djava.security.manager" + (late ? "=allow" : "")),
            Secured.class,
            Boolean.toString(late));
    assertEquals(0, result.status(), result.toString());
    assertEquals(List.of("refused"), result.out());
    assertFalse(result.err().contains("Exception in thread"), result.err());
  }
}
