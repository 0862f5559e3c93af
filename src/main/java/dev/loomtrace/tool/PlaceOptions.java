package dev.loomtrace.tool;

import dev.loomtrace.trace.FrameOrigins;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How places in the code are shown; of every command that shows some. */
final class PlaceOptions {
  @Option(
      names = "--app",
      paramLabel = "PREFIX",
      description = {
        "Your own code: functions whose names begin with this, such as com.acme.shop. Repeatable.",
        "Default: all that is not known as a library's, of the JDK or of Go."
      })
  private final List<String> application = new ArrayList<>();

  @Option(names = "--stacks", description = "Show the whole stack of each place.")
  private boolean stacks;

  /** Whose code a frame is. */
  FrameOrigins origins() {
    return FrameOrigins.ofApplication(application);
  }

  /** Whether to show whole stacks. */
  boolean stacks() {
    return stacks;
  }
}
