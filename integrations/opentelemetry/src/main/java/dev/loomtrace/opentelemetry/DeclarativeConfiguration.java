package dev.loomtrace.opentelemetry;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The {@link LoomtraceSpanProcessor} in OpenTelemetry's declarative configuration ({@code
 * otel.config.file}), which calls no {@link Autoconfiguration}: the file has to name it.
 *
 * <pre>{@code
 * tracer_provider:
 *   processors:
 *     - loomtrace:
 * }</pre>
 *
 * <p>Found through the class path, and only where there is such a file. If that does not name the
 * processor, a warning says so.
 */
public final class DeclarativeConfiguration implements ComponentProvider {
  private static final String NAME = "loomtrace";
  private static final Pattern NAMED =
      Pattern.compile("(?m)^\\s*-\\s*\\{?\\s*\"?loomtrace\"?\\s*:");
  private static final long MOST_BYTES = 1 << 20;

  /** For the service loader, which makes one when a file is read. */
  public DeclarativeConfiguration() {
    String file = file();
    if (file != null && !isNamedIn(file)) {
      State.set("declined: the processors in " + file + " have no '- loomtrace:'");
      Notices.once(
          "spans are not recorded as tasks: add '- loomtrace:' to the processors of tracer_provider"
              + " in "
              + file);
    }
  }

  /** The file that OpenTelemetry reads; null: it is not known. */
  private static String file() {
    try {
      for (String name : new String[] {"otel.config.file", "otel.experimental.config.file"}) {
        String property = System.getProperty(name);
        String file = property == null ? System.getenv(variable(name)) : property;
        if (file != null && !file.isBlank()) {
          return file;
        }
      }
    } catch (SecurityException e) {
      return null; // Then nothing is said.
    }
    return null;
  }

  private static String variable(String property) {
    return property.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  // In doubt it is.
  private static boolean isNamedIn(String file) {
    try {
      Path path = Path.of(file);
      return !Files.isRegularFile(path)
          || Files.size(path) > MOST_BYTES
          || NAMED.matcher(Files.readString(path)).find();
    } catch (IOException | InvalidPathException | SecurityException e) {
      return true;
    }
  }

  @Override
  public Class<?> getType() {
    return SpanProcessor.class;
  }

  @Override
  public String getName() {
    return NAME;
  }

  /**
   * A processor.
   *
   * @param config may have {@code enabled} and {@code attributes}; otherwise the system properties
   *     of {@link LoomtraceSpanProcessor} count
   */
  @Override
  public Object create(DeclarativeConfigProperties config) {
    try {
      if (ApiOnBootPath.ensure()) {
        return Processors.create(config);
      }
    } catch (RuntimeException | LinkageError e) {
      State.set("declined: " + e);
      Notices.once("spans are not recorded as tasks: " + e);
    }
    return SpanProcessor.composite(); // Does nothing.
  }

  /** Loaded only when the API is there. */
  private static final class Processors {
    static SpanProcessor create(DeclarativeConfigProperties config) {
      Boolean enabled = config.getBoolean("enabled");
      String attributes = config.getString("attributes");
      return LoomtraceSpanProcessor.configured(
          option -> {
            if (option.equals(LoomtraceSpanProcessor.ENABLED) && enabled != null) {
              return enabled.toString();
            }
            if (option.equals(LoomtraceSpanProcessor.ATTRIBUTES) && attributes != null) {
              return attributes;
            }
            String property = System.getProperty(option);
            return property == null ? System.getenv(variable(option)) : property;
          });
    }
  }
}
