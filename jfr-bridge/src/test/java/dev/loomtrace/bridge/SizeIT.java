package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Settings;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * A wait takes little room in the file, even of one of very many threads with large ids. One of 10
 * ms or more, with its stack, takes 10 bytes more. Nor does a thread that never waits.
 */
@Tag("parallel")
@Tag("slow")
class SizeIT {
  private static final double MOST = 30;
  private static final double MOST_OF_A_LIFE = 50;

  @TempDir Path directory;

  @EachJdk
  void ofWait(int version) throws IOException {
    Path settings = settings();
    long[] few = parksAndBytes(version, settings, "1");
    long[] many = parksAndBytes(version, settings, "51");
    double each = (many[1] - few[1]) / (double) (many[0] - few[0]);
    LongForm.report("size of a wait on JDK " + version, each + " bytes");
    assertTrue(each <= MOST, each + " bytes, all chunks' own parts included");
  }

  @EachJdk
  void ofLifeWithoutWait(int version) throws IOException {
    double each = (lives(version, 210_000) - lives(version, 10_000)) / 200_000.0;
    LongForm.report("size of a life without a wait on JDK " + version, each + " bytes");
    assertTrue(each <= MOST_OF_A_LIFE, each + " bytes, all chunks' own parts included");
  }

  private long lives(int version, int threads) throws IOException {
    Path recording = directory.resolve("brief.jfr");
    String how = ",settings=" + settings();
    ChildJvm.record(version, recording, how, List.of(), Brief.class, Integer.toString(threads));
    return Files.size(recording);
  }

  private Path settings() throws IOException {
    Path settings = directory.resolve("loomtrace.jfc");
    try (InputStream in = Settings.class.getResourceAsStream("loomtrace.jfc")) {
      Files.copy(in, settings, StandardCopyOption.REPLACE_EXISTING);
    }
    return settings;
  }

  private long[] parksAndBytes(int version, Path settings, String rounds) throws IOException {
    Path recording = directory.resolve("lives.jfr");
    List<String> options = List.of("-Djdk.virtualThreadScheduler.parallelism=1");
    String how = ",settings=" + settings;
    long parks =
        ChildJvm.record(version, recording, how, options, ManyThreads.class, "10000", rounds)
            .get("parks");
    return new long[] {parks, Files.size(recording)};
  }
}
