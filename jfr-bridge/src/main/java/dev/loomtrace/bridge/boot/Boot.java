package dev.loomtrace.bridge.boot;

import jdk.jfr.FlightRecorder;

/** Makes the hooks ready, before any class is instrumented. The agent calls it by reflection. */
public final class Boot {
  private Boot() {}

  /** Initialises everything that hooks use, and has JFR ask for the status at chunk borders. */
  public static void prepare() {
    Hooks.prepare(new Internals());
    Hooks.warmUp();
    FlightRecorder.addPeriodicEvent(SchedulerEvent.class, StatusPass::scheduler);
    FlightRecorder.addPeriodicEvent(StatusEvent.class, StatusPass::virtualThreads);
    FlightRecorder.addPeriodicEvent(PlatformStatusEvent.class, StatusPass::platformThreads);
  }
}
