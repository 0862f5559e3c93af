package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Trigger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.lang.Nullable;

/**
 * The Actuator's endpoint {@code loomtrace}: how the flight recorder fares, and a dump on request.
 * What is in a dump never leaves the machine by it. Closed unless the application opens it.
 */
@Endpoint(id = "loomtrace", defaultAccess = Access.NONE)
public class LoomtraceEndpoint {
  private static final String REASON = "asked for by the Actuator's endpoint";
  private static final int LONGEST_SECONDS = 60;

  private final FlightRecorder recorder;

  /** An endpoint of a recorder. */
  public LoomtraceEndpoint(FlightRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * How a flight recorder fares.
   *
   * @param recording whether it records
   * @param agent whether Loomtrace's agent is in this JVM
   * @param window how far back a dump reaches, as ISO 8601 has it, such as {@code PT20S}
   * @param folder where dumps go
   * @param triggers what makes it dump
   * @param lastDumps the last dumps that triggers had made, ten at most, oldest first: when, which
   *     file, why; for people
   * @param suppressed how often triggers fired without a dump of their own
   */
  public record State(
      boolean recording,
      boolean agent,
      String window,
      String folder,
      List<String> triggers,
      List<String> lastDumps,
      long suppressed) {}

  /** How the flight recorder fares. */
  @ReadOperation
  public State state() {
    return new State(
        recorder.isEnabled(),
        FlightRecorder.isAgentInstalled(),
        recorder.config().window().toString(),
        recorder.config().folder().toString(),
        recorder.config().triggers().stream().map(Trigger::toString).toList(),
        recorder.lastDumps(),
        recorder.suppressed());
  }

  /**
   * Writes a dump into the folder, and waits for it.
   *
   * @param reason for people who read the recording; null: that it was asked for here
   * @return {@code file}, the name of the dump; or {@code refused}, why there is none
   */
  @WriteOperation
  public Map<String, String> dump(@Nullable String reason) {
    try {
      return Map.of(
          "file",
          recorder
              .dump(reason == null ? REASON : reason)
              .get(LONGEST_SECONDS, TimeUnit.SECONDS)
              .getFileName()
              .toString());
    } catch (ExecutionException e) {
      return Map.of("refused", String.valueOf(e.getCause().getMessage()));
    } catch (TimeoutException e) {
      return Map.of("refused", "it is not written after " + LONGEST_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of("refused", "the wait for it was interrupted");
    }
  }
}
