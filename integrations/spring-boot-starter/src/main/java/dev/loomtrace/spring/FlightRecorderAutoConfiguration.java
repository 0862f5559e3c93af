package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * A flight recorder that records as long as the application context lives. One that the application
 * defines itself takes its place, and is left to it.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "loomtrace.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("loomtrace.flight-recorder.enabled")
@ConditionalOnMissingBean(FlightRecorder.class)
public class FlightRecorderAutoConfiguration {
  /** For Spring. */
  public FlightRecorderAutoConfiguration() {}

  // Of the infrastructure, all three: made before others are, they are not to be post-processed.

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static FlightRecorderProperties loomtraceFlightRecorderProperties() {
    return new FlightRecorderProperties();
  }

  @Bean(destroyMethod = "stop") // Also where the context fails to start.
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static FlightRecorder loomtraceFlightRecorder(FlightRecorderProperties properties) {
    Notices.agent();
    return new FlightRecorder(properties.config());
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static RecorderLifecycle loomtraceRecorderLifecycle(FlightRecorder loomtraceFlightRecorder) {
    return new RecorderLifecycle(loomtraceFlightRecorder);
  }
}
