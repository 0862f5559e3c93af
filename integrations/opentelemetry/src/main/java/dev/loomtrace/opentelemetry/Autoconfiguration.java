package dev.loomtrace.opentelemetry;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/**
 * Adds the {@link LoomtraceSpanProcessor} to SDKs that configure themselves, and to OpenTelemetry's
 * Java agent ({@code otel.javaagent.extensions}). Found through the class path; options are those
 * of the SDK: system properties, or variables of the environment such as {@code
 * LOOMTRACE_OTEL_ENABLED}.
 */
public final class Autoconfiguration implements AutoConfigurationCustomizerProvider {
  /** For the service loader. */
  public Autoconfiguration() {}

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    if ("false".equalsIgnoreCase(System.getProperty(LoomtraceSpanProcessor.ENABLED))
        || "false".equalsIgnoreCase(System.getenv("LOOMTRACE_OTEL_ENABLED"))) {
      State.set("off, by " + LoomtraceSpanProcessor.ENABLED);
      return;
    }
    try {
      if (!ApiOnBootPath.ensure()) {
        return;
      }
      FollowedContexts.install(); // Now: later may be too late.
    } catch (RuntimeException | LinkageError e) {
      State.set("declined: " + e);
      Notices.once("spans are not recorded as tasks: " + e);
      return;
    }
    customizer.addTracerProviderCustomizer(
        (builder, config) ->
            builder.addSpanProcessor(LoomtraceSpanProcessor.configured(config::getString)));
  }
}
