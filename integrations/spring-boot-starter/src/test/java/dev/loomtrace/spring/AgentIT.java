package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The starter beside the agent. */
class AgentIT {
  @TempDir Path temporary;

  /** Also not that triggers of waits need an agent. */
  @EachJdk
  void nothingIsSaid(int version) {
    assertEquals(
        List.of(),
        NoticeTest.said(
            version,
            temporary,
            List.of("-javaagent:" + ChildJvm.agent()),
            "--loomtrace.flight-recorder.triggers=blocked(lock)>1h"));
  }
}
