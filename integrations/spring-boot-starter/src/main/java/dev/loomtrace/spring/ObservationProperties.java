package dev.loomtrace.spring;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code loomtrace.observations.*}: which observations of Micrometer become tasks,
 * and what of them.
 */
@ConfigurationProperties("loomtrace.observations")
public class ObservationProperties {
  private boolean enabled = true;
  private List<String> attributes; // Null: all.
  private boolean highCardinality;

  /** For Spring. */
  public ObservationProperties() {}

  /** Whether observations become tasks; true by default. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Sets {@link #isEnabled}. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /**
   * The keys of the key values that are recorded, each of which may end with {@code *}, which
   * stands for anything; null, which is the default: all.
   */
  public List<String> getAttributes() {
    return attributes;
  }

  /** Sets {@link #getAttributes}. */
  public void setAttributes(List<String> attributes) {
    this.attributes = attributes;
  }

  /**
   * Whether key values of high cardinality are recorded too, which may hold personal data; false by
   * default.
   */
  public boolean isHighCardinality() {
    return highCardinality;
  }

  /** Sets {@link #isHighCardinality}. */
  public void setHighCardinality(boolean highCardinality) {
    this.highCardinality = highCardinality;
  }

  /**
   * As an option of the handler. Its system properties count where no property of Spring's does.
   */
  String option(String key) {
    return switch (key) {
      case "loomtrace.micrometer.attributes" ->
          attributes == null ? System.getProperty(key) : String.join(",", attributes);
      case "loomtrace.micrometer.high-cardinality" ->
          highCardinality ? "true" : System.getProperty(key);
      default -> System.getProperty(key);
    };
  }
}
