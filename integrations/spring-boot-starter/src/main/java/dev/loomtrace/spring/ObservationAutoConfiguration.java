package dev.loomtrace.spring;

import dev.loomtrace.micrometer.LoomtraceObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Records observations of Micrometer as tasks, by a handler that Spring Boot adds to its {@link
 * ObservationRegistry} after those of Micrometer Tracing.
 */
@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnProperty(
    name = {"loomtrace.enabled", "loomtrace.observations.enabled"},
    matchIfMissing = true)
@EnableConfigurationProperties(ObservationProperties.class)
public class ObservationAutoConfiguration {
  /** For Spring. */
  public ObservationAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  static LoomtraceObservationHandler loomtraceObservationHandler(
      ObservationProperties properties, ListableBeanFactory beans) {
    // By name: where there is a registry, this is called while it is being made.
    if (beans.getBeanNamesForType(ObservationRegistry.class, false, false).length == 0) {
      Notices.noObservations();
    }
    StarterState.observes();
    Notices.agent();
    return LoomtraceObservationHandler.configured(properties::option);
  }
}
