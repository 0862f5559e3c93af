package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.EventNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A wait takes little room in the file, even of one of very many threads with large ids. One of 10
 * ms or more, with its stack, takes 10 bytes more.
 */
class SizeIT {
  private static final double MOST = 30;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {25, 21})
  void ofWait(int version) throws IOException {
    Path recording = directory.resolve("herd.jfr");
    Path settings = directory.resolve("loomtrace.jfc");
    try (InputStream in = EventNames.class.getResourceAsStream("loomtrace.jfc")) {
      Files.copy(in, settings, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> options =
        List.of(
            "-XX:StartFlightRecording:maxsize=20g,settings=" + settings + ",filename=" + recording,
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-javaagent:" + ChildJvm.agent());
    ChildJvm.Result few = ChildJvm.run(version, options, Herd.class, "10000", "1");
    long fixed = Files.size(recording);
    ChildJvm.Result many = ChildJvm.run(version, options, Herd.class, "10000", "51");
    long more = Files.size(recording) - fixed;
    double each = more / (double) (many.get("parks") - few.get("parks"));
    LongForm.report("size of a wait on JDK " + version, each + " bytes");
    assertTrue(each <= MOST, each + " bytes, all chunks' own parts included");
  }
}
