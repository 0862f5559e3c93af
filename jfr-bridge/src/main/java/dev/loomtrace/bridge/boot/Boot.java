package dev.loomtrace.bridge.boot;

import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.FlightRecorder;

/** Makes the hooks ready, before any class is instrumented. The agent calls it by reflection. */
public final class Boot {
  // Everything a hook touches: initialised here, so that no hook waits for a class.
  private static final String[] HOOK_CLASSES = {
    "Losses",
    "Codes",
    "TableGrower",
    "ThreadTable",
    "Blocks",
    "Lives",
    "Sampling",
    "Wakers",
    "TaskClass",
    "Look",
    "Hooks",
    "MonitorHooks",
    "SchedulerHooks",
    "SchedulerEvent",
    "CreateEvent",
    "StartEvent",
    "RunEvent",
    "BlockEvent",
    "LongBlockEvent",
    "MonitorBlockEvent",
    "PrimerEvent",
    "StatusEvent",
  };

  private static volatile boolean prepared;
  private static volatile boolean installed;

  private Boot() {}

  /**
   * Initialises everything that hooks use, and has JFR ask for the status at chunk borders.
   *
   * <p>Not {@code VirtualThread}: that is for the application to do, after it has set the scheduler
   * up. Hooks meet that class initialised, since they are called for its objects.
   *
   * @param constants the int constants of {@code VirtualThread}, by name
   */
  public static synchronized void prepare(Map<String, Integer> constants)
      throws ClassNotFoundException {
    if (prepared) {
      return;
    }
    Hooks.prepare(new Internals(), constants);
    for (String name : HOOK_CLASSES) {
      Class.forName(Boot.class.getPackageName() + "." + name, true, null);
    }
    ThreadTable.warmUp();
    TaskClass.warmUp();
    Hooks.warmUp();
    MonitorHooks.warmUp(
        constants.getOrDefault("BLOCKING", Codes.NO_STATE),
        constants.getOrDefault("UNBLOCKED", Codes.NO_STATE));
    SchedulerHooks.warmUp();
    TableGrower.begin();
    FlightRecorder.addPeriodicEvent(SchedulerEvent.class, StatusPass::scheduler);
    FlightRecorder.addPeriodicEvent(StatusEvent.class, StatusPass::virtualThreads);
    FlightRecorder.addPeriodicEvent(PlatformStatusEvent.class, StatusPass::platformThreads);
    OwnFrames.hide(LongBlockEvent.class);
    prepared = true;
  }

  /** The JDK's classes call the hooks from now on. */
  public static void setInstalled() {
    installed = true;
  }

  /** Whether the JDK's classes call the hooks. */
  public static boolean isInstalled() {
    return installed;
  }

  /** How the recorder fares, for the agent's own check. */
  public static Map<String, String> health() {
    Map<String, String> health = new TreeMap<>();
    health.put("detailsLost", Long.toString(ThreadTable.lost()));
    health.put("errorsSuppressed", Long.toString(Losses.errors()));
    health.put("eventsLost", Long.toString(Losses.exhausted()));
    health.put("tableCapacity", Long.toString(ThreadTable.capacity()));
    Class<?> error = Losses.lastError();
    if (error != null) {
      health.put("lastError", error.getName());
    }
    return health;
  }
}
