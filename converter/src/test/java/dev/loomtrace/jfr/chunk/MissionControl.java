package dev.loomtrace.jfr.chunk;

import java.util.stream.IntStream;
import org.openjdk.jmc.flightrecorder.writer.api.Recording;
import org.openjdk.jmc.flightrecorder.writer.api.TypedValue;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/** Values as Mission Control's writer has them. */
public final class MissionControl {
  /** How the innermost frame's function is called. */
  public static final String INNERMOST = "com.acme/Shop.sell";

  private MissionControl() {}

  /** A stack of a number of frames, each on the line of its number. */
  public static TypedValue stack(Recording recording, int frames) {
    TypedValue[] all =
        IntStream.range(0, frames).mapToObj(i -> frame(recording, i)).toArray(TypedValue[]::new);
    return recording
        .getType(Types.JDK.STACK_TRACE)
        .asValue(stack -> stack.putField("truncated", false).putField("frames", all));
  }

  private static TypedValue frame(Recording recording, int number) {
    return recording
        .getType(Types.JDK.STACK_FRAME)
        .asValue(
            frame ->
                frame
                    .putField(
                        "method",
                        method ->
                            method
                                .putField("type", type -> type.putField("name", "com/acme/Shop"))
                                .putField("name", number == 0 ? "sell" : "serve" + number)
                                .putField("descriptor", "()V"))
                    .putField("lineNumber", number + 1)
                    .putField("bytecodeIndex", number)
                    .putField("type", "Interpreted"));
  }
}
