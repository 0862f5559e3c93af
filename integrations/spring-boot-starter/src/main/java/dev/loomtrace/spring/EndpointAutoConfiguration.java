package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** The Actuator's endpoint {@code loomtrace}, where there is a flight recorder and it is opened. */
@AutoConfiguration(after = FlightRecorderAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnProperty(name = "loomtrace.enabled", matchIfMissing = true)
@ConditionalOnAvailableEndpoint(endpoint = LoomtraceEndpoint.class)
@ConditionalOnSingleCandidate(FlightRecorder.class)
public class EndpointAutoConfiguration {
  /** For Spring. */
  public EndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  static LoomtraceEndpoint loomtraceEndpoint(FlightRecorder recorder) {
    StarterState.hasEndpoint();
    return new LoomtraceEndpoint(recorder);
  }
}
