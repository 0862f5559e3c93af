package dev.loomtrace.tool;

import dev.loomtrace.trace.FrameOrigins;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How places in the code are shown; of every command that shows some. */
final class PlaceOptions {
  @Mixin private final AppOption application = new AppOption();

  @Option(names = "--stacks", description = "Show the whole stack of each place.")
  private boolean stacks;

  /** Whose code a frame is. */
  FrameOrigins origins() {
    return application.origins();
  }

  /** Whether to show whole stacks. */
  boolean stacks() {
    return stacks;
  }
}
