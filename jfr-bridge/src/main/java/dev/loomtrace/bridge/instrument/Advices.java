package dev.loomtrace.bridge.instrument;

import dev.loomtrace.bridge.boot.hook.Hooks;
import dev.loomtrace.bridge.boot.hook.MonitorHooks;
import dev.loomtrace.bridge.boot.hook.PlatformHooks;
import dev.loomtrace.bridge.boot.hook.SchedulerHooks;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.bytebuddy.asm.Advice;

/**
 * The code that is copied into the JDK's methods, one class for each join point. Byte Buddy reads
 * it; nothing calls it. It only passes on what it finds: logic is in {@link Hooks}. What it throws
 * is suppressed, so that not even a stack overflow gets from a hook into the application.
 */
@SuppressWarnings("UnusedVariable") // @Advice.Local parameters become variables of the method.
final class Advices {
  private Advices() {}

  /** {@code VirtualThread.start(ThreadContainer)}, on the creator. */
  static final class Start {
    private Start() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() {
      return Hooks.createBegin();
    }

    // Not when it throws: then no thread was started.
    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Thread self, @Advice.Enter long start) {
      Hooks.created(self, start);
    }
  }

  /** {@code VirtualThread.run(Runnable)}: first mount and end, in the thread's own context. */
  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @Advice.This Thread self,
        @Carrier Thread carrier,
        @Advice.Argument(0) Runnable task,
        @Advice.Local("first") long first) {
      first = Hooks.id(carrier);
      return Hooks.started(self, carrier, task);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.This Thread self,
        @Advice.Enter long start,
        @Advice.Local("first") long first,
        @Carrier Thread carrier) {
      Hooks.ended(self, start, first, carrier);
    }
  }

  /**
   * {@code VirtualThread.afterDone(boolean)}, on the carrier or whoever failed to start it. Others
   * do not see before it that the thread has ended, and do after it.
   */
  static final class AfterDone {
    private AfterDone() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Thread self, @State int state) {
      return Hooks.ending(self, state);
    }

    // Not when it throws, which it does not: to be ready for that would cost each thread.
    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Enter long handle) {
      Hooks.gone(handle);
    }
  }

  /** {@code VirtualThread.yieldContinuation()}: parks and yields, in the thread's own context. */
  static final class Yield {
    private Yield() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @Advice.This Thread self,
        @State int state,
        @Carrier Thread carrier,
        @Advice.Local("handle") long handle,
        @Advice.Local("before") int before,
        @Advice.Local("first") long first) {
      long start = Hooks.blockBegin();
      if (start != 0) {
        before = state;
        first = Hooks.id(carrier);
        handle = Hooks.waitBegin(self, state, start, first);
      }
      return start;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.This Thread self,
        @Carrier Thread carrier,
        @Timeout long timeout,
        @Advice.Return boolean yielded,
        @Advice.Enter long start,
        @Advice.Local("handle") long handle,
        @Advice.Local("before") int before,
        @Advice.Local("first") long first) {
      Hooks.blockEnd(self, before, start, handle, first, carrier, yielded, timeout);
    }
  }

  /** {@code VirtualThread.parkOnCarrierThread(boolean, long)}: parks of pinned threads. */
  static final class Pinned {
    private Pinned() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Thread self, @Carrier Thread carrier) {
      return Hooks.pinnedBegin(self, carrier);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.This Thread self,
        @Carrier Thread carrier,
        @Advice.Argument(0) boolean timed,
        @Advice.Argument(1) long nanos,
        @Advice.Enter long start) {
      Hooks.pinnedEnd(self, start, carrier, timed ? nanos : 0);
    }
  }

  /**
   * {@code VirtualThread.getAndSetParkPermit(boolean)}: called with false by a thread that is about
   * to park, with true by whoever unparks it. Its result says who really gave the permit.
   */
  static final class Permit {
    private Permit() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self, @Advice.Argument(0) boolean give) {
      if (!give) {
        Hooks.parkBegin(self);
      }
    }

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @Advice.This Thread self,
        @Advice.Argument(0) boolean give,
        @Advice.Return boolean hadPermit) {
      if (give && !hadPermit) {
        Hooks.unparked(self);
      }
    }
  }

  /**
   * {@code VirtualThread.parkTimeoutExpired()}: a park has lasted long enough; on its timer's
   * thread.
   */
  static final class Timer {
    private Timer() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self) {
      Hooks.timerFires(self);
    }
  }

  /** {@code VirtualThread.waitTimeoutExpired(byte)}: the same for a wait at a monitor. */
  static final class MonitorTimer {
    private MonitorTimer() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self) {
      MonitorHooks.timerFires(self);
    }
  }

  /** {@code VirtualThread.afterYield()}, on the carrier. */
  static final class AfterYield {
    private AfterYield() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self, @State int state) {
      MonitorHooks.monitorBegin(self, state);
    }
  }

  /** {@code VirtualThread.submitRunContinuation()} and its like, on whoever made it runnable. */
  static final class Submit {
    private Submit() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self, @State int state) {
      MonitorHooks.unblocked(self, state);
    }
  }

  /** {@code VirtualThread.mount()}, on the carrier, when it is certain that the thread goes on. */
  static final class Mount {
    private Mount() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self) {
      MonitorHooks.mounting(self);
    }
  }

  /** Methods that say why the parks in them happen. */
  static final class Reason {
    private Reason() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static boolean enter(@Code int code) {
      return Hooks.reasonBegin(code);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter boolean begun) {
      Hooks.reasonEnd(begun);
    }
  }

  /** {@code LockSupport.park()}: the thread has said before what it is parked on, if it says so. */
  static final class Park {
    private Park() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() {
      return PlatformHooks.parkBegin();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long start) {
      PlatformHooks.parkEnd(start, null);
    }
  }

  /** {@code LockSupport.park(Object)}. */
  static final class ParkOn {
    private ParkOn() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() {
      return PlatformHooks.parkBegin();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long start, @Advice.Argument(0) Object on) {
      PlatformHooks.parkEnd(start, on);
    }
  }

  /** {@code LockSupport.parkNanos(long)}. */
  static final class ParkNanos {
    private ParkNanos() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) long nanos) {
      return PlatformHooks.timedParkBegin(nanos);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long start) {
      PlatformHooks.parkEnd(start, null);
    }
  }

  /** {@code LockSupport.parkNanos(Object, long)}. */
  static final class ParkNanosOn {
    private ParkNanosOn() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(1) long nanos) {
      return PlatformHooks.timedParkBegin(nanos);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long start, @Advice.Argument(0) Object on) {
      PlatformHooks.parkEnd(start, on);
    }
  }

  /** {@code LockSupport.parkUntil(long)}. */
  static final class ParkUntil {
    private ParkUntil() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) long deadline) {
      return PlatformHooks.parkUntilBegin(deadline);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long start) {
      PlatformHooks.parkEnd(start, null);
    }
  }

  /** {@code LockSupport.parkUntil(Object, long)}, which may call the one before. */
  static final class ParkUntilOn {
    private ParkUntilOn() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(1) long deadline) {
      return PlatformHooks.parkUntilBegin(deadline);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long start, @Advice.Argument(0) Object on) {
      PlatformHooks.parkEnd(start, on);
    }
  }

  /** {@code LockSupport.unpark(Thread)}. */
  static final class Unpark {
    private Unpark() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Thread thread) {
      PlatformHooks.unparking(thread);
    }
  }

  /** {@code Thread.interrupt()} of a platform thread. */
  static final class Interrupt {
    private Interrupt() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self) {
      PlatformHooks.unparking(self);
    }
  }

  /** {@code Thread.beforeSleep(long)}. */
  static final class BeforeSleep {
    private BeforeSleep() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) long nanos) {
      PlatformHooks.sleepBegin(nanos);
    }
  }

  /** {@code Thread.afterSleep(ThreadSleepEvent)}. */
  static final class AfterSleep {
    private AfterSleep() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit() {
      PlatformHooks.sleepEnd();
    }
  }

  /** {@code Thread.exit()}, which the VM calls last of a platform thread's Java code. */
  static final class Exit {
    private Exit() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.This Thread self) {
      PlatformHooks.ended(self);
    }
  }

  /** The thread's state, in the JDK's numbers: see {@code JdkMember.STATE}. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface State {}

  /** The thread's carrier: see {@code JdkMember.CARRIER}. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Carrier {}

  /** How long the thread parks at most: see {@code JdkMember.TIMEOUT}; 0: the JDK does not say. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Timeout {}

  /** The reason's code, different for each method. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Code {}

  /** {@code setParallelism(int)} of the scheduler's management. */
  static final class SetParallelism {
    private SetParallelism() {}

    // Not when it throws: then nothing has changed.
    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit() {
      SchedulerHooks.parallelismSet();
    }
  }
}
