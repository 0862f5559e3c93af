package dev.loomtrace.bridge.boot;

import dev.loomtrace.bridge.boot.event.BlockEvent;
import dev.loomtrace.bridge.boot.event.Blocks;
import dev.loomtrace.bridge.boot.event.CreateEvent;
import dev.loomtrace.bridge.boot.event.LongBlockEvent;
import dev.loomtrace.bridge.boot.event.MonitorBlockEvent;
import dev.loomtrace.bridge.boot.event.PlatformBlockEvent;
import dev.loomtrace.bridge.boot.event.PlatformBlocks;
import dev.loomtrace.bridge.boot.event.PlatformLongBlockEvent;
import dev.loomtrace.bridge.boot.event.PlatformStatusEvent;
import dev.loomtrace.bridge.boot.event.PrimerEvent;
import dev.loomtrace.bridge.boot.event.RunEvent;
import dev.loomtrace.bridge.boot.event.Sampling;
import dev.loomtrace.bridge.boot.event.SchedulerEvent;
import dev.loomtrace.bridge.boot.event.StartEvent;
import dev.loomtrace.bridge.boot.event.StatusEvent;
import dev.loomtrace.bridge.boot.hook.Hooks;
import dev.loomtrace.bridge.boot.hook.Lives;
import dev.loomtrace.bridge.boot.hook.MonitorHooks;
import dev.loomtrace.bridge.boot.hook.PlatformHooks;
import dev.loomtrace.bridge.boot.hook.SchedulerHooks;
import dev.loomtrace.bridge.boot.hook.Wakers;
import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.jdk.HiddenFrames;
import dev.loomtrace.bridge.boot.jdk.Internals;
import dev.loomtrace.bridge.boot.jdk.LockOwner;
import dev.loomtrace.bridge.boot.jdk.StackSnapshot;
import dev.loomtrace.bridge.boot.jdk.TaskClass;
import dev.loomtrace.bridge.boot.status.StatusPass;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.TableGrower;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import dev.loomtrace.bridge.boot.trigger.Inbox;
import dev.loomtrace.bridge.boot.trigger.WaitPort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.FlightRecorder;

/** Makes the hooks ready, before any class is instrumented. The agent calls it by reflection. */
public final class Boot {
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
    Codes.prepare(constants);
    for (Class<?> type : hookClasses()) {
      Class.forName(type.getName(), true, type.getClassLoader());
    }
    ThreadTable.warmUp();
    TaskClass.warmUp();
    LockOwner.warmUp();
    Hooks.warmUp();
    MonitorHooks.warmUp(
        constants.getOrDefault("BLOCKING", Codes.NO_STATE),
        constants.getOrDefault("UNBLOCKED", Codes.NO_STATE));
    SchedulerHooks.warmUp();
    PlatformHooks.warmUp();
    WaitPort.warmUp();
    TableGrower.start(ThreadTable::grow);
    FlightRecorder.addPeriodicEvent(SchedulerEvent.class, StatusPass::scheduler);
    FlightRecorder.addPeriodicEvent(StatusEvent.class, StatusPass::virtualThreads);
    FlightRecorder.addPeriodicEvent(PlatformStatusEvent.class, StatusPass::platformThreads);
    HiddenFrames.hide(LongBlockEvent.class, Blocks.class, Hooks.class, MonitorHooks.class);
    HiddenFrames.hide(PlatformLongBlockEvent.class, PlatformBlocks.class, PlatformHooks.class);
    prepared = true;
  }

  /**
   * Everything that a hook touches: initialised before any class is instrumented, so that no hook
   * waits for a class. A test finds what is missing here. A method and no constant, since this
   * class is also asked where there is no JFR, and most of these need it.
   */
  static List<Class<?>> hookClasses() {
    return List.of(
        Losses.class,
        Internals.class,
        Codes.class,
        TableGrower.class,
        ThreadTable.class,
        WaitPort.class,
        Inbox.class,
        Blocks.class,
        Lives.class,
        Sampling.class,
        Wakers.class,
        TaskClass.class,
        StackSnapshot.class,
        Hooks.class,
        MonitorHooks.class,
        SchedulerHooks.class,
        PlatformHooks.class,
        PlatformBlocks.class,
        PlatformBlockEvent.class,
        PlatformLongBlockEvent.class,
        SchedulerEvent.class,
        CreateEvent.class,
        StartEvent.class,
        RunEvent.class,
        BlockEvent.class,
        LongBlockEvent.class,
        MonitorBlockEvent.class,
        PrimerEvent.class,
        StatusEvent.class);
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
