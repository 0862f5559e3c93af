package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.analysis.StackProfile;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles of Go traces against those of {@code go tool trace -pprof}. */
class GoProfilesTest {
  private static final List<ProfileType> TYPES =
      List.of(ProfileType.NET, ProfileType.SYNC, ProfileType.SYSCALL, ProfileType.SCHED);

  // Those that wait for all kinds of things: each profile is read by pprof, which takes a while.
  private static final Set<String> READ =
      Set.of("coroutines.trace", "cpuprofile.trace", "http.trace", "network.trace");

  @TempDir Path folder;

  static Stream<Path> traces() {
    return GoTraces.fresh().stream().filter(trace -> READ.contains(trace.getFileName().toString()));
  }

  @ParameterizedTest
  @MethodSource("traces")
  void areThoseOfGo(Path file) throws Exception {
    for (ProfileType type : TYPES) {
      assertEquals(goProfile(file, type), profile(file, type), type.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void sumUpAllWaits(Path file) throws IOException {
    StackProfile profile = new StackProfile(ProfileType.OFFCPU, StackProfile.ALL);
    StackProfile wakes = new StackProfile(ProfileType.OFFWAKE, StackProfile.ALL);
    WaitSum sum = new WaitSum();
    try (InputStream in = Files.newInputStream(file);
        TraceReader trace = Traces.open(in)) {
      Timeline.read(trace, profile, wakes, sum);
    }
    assertTrue(sum.nanos() > 0);
    assertEquals(sum.nanos(), nanos(profile));
    assertEquals(sum.nanos(), nanos(wakes));
  }

  private static long nanos(StackProfile profile) {
    return profile.rows().stream().mapToLong(StackProfile.Row::nanos).sum();
  }

  private Map<String, String> profile(Path file, ProfileType type) throws IOException {
    StackProfile profile = new StackProfile(type, StackProfile.ALL);
    try (InputStream in = Files.newInputStream(file);
        TraceReader trace = Traces.open(in)) {
      Timeline.read(trace, profile);
    }
    Path written = folder.resolve("our.pprof");
    try (OutputStream out = Files.newOutputStream(written)) {
      new ProfileFile(type, profile.rows(), List.of()).pprof(out);
    }
    return PprofText.stacks(written);
  }

  private Map<String, String> goProfile(Path file, ProfileType type) throws Exception {
    Path written = folder.resolve("go.pprof");
    Process go =
        new ProcessBuilder(GoTools.traceTool().toString(), "-pprof=" + type, file.toString())
            .redirectOutput(written.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, go.waitFor());
    return PprofText.stacks(written);
  }
}
