package dev.loomtrace.tool;

import dev.loomtrace.trace.FrameOrigins;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is the application's own code; of every command that looks for places in it. */
final class AppOption {
  @Option(
      names = "--app",
      paramLabel = "PREFIX",
      description = {
        "Your own code: functions whose names begin with this, such as com.acme.shop. Repeatable.",
        "Default: all that is not known as a library's, of the JDK or of Go."
      })
  private final List<String> application = new ArrayList<>();

  /** Whose code a frame is. */
  FrameOrigins origins() {
    return FrameOrigins.ofApplication(application);
  }
}
