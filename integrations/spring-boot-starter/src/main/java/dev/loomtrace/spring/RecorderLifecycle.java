package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.SmartLifecycle;

/**
 * Has a flight recorder record as long as the application context lives: from before the first of
 * the application's beans is made until everything else that runs has been stopped. That it is a
 * post-processor of beans is all that makes it the earlier one; it leaves beans as they are.
 */
final class RecorderLifecycle implements SmartLifecycle, BeanPostProcessor {
  private final FlightRecorder recorder;

  /** Starts it. */
  RecorderLifecycle(FlightRecorder recorder) {
    this.recorder = recorder;
    record();
  }

  private void record() {
    try {
      if (!recorder.isEnabled()) {
        recorder.start();
      }
    } catch (IllegalStateException e) { // Another context has one.
      Notices.notStarted(e);
    }
    StarterState.records(recorder);
  }

  /** When the context is ready, or is resumed. */
  @Override
  public void start() {
    record();
  }

  @Override
  public void stop() {
    recorder.stop();
    StarterState.records(recorder);
  }

  @Override
  public boolean isRunning() {
    return recorder.isEnabled();
  }

  /** Started first and stopped last. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
