package dev.loomtrace.bridge.instrument;

import dev.loomtrace.bridge.boot.Hooks;
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
        @Advice.FieldValue("carrierThread") Thread carrier,
        @Advice.Argument(0) Runnable task,
        @Advice.Local("first") long first) {
      first = Hooks.id(carrier);
      return Hooks.started(carrier, task);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter long start,
        @Advice.Local("first") long first,
        @Advice.FieldValue("carrierThread") Thread carrier) {
      Hooks.ended(start, first, carrier);
    }
  }

  /** {@code VirtualThread.yieldContinuation()}: parks and yields, in the thread's own context. */
  static final class Yield {
    private Yield() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @Advice.This Thread self,
        @Advice.FieldValue("state") int state,
        @Advice.FieldValue("carrierThread") Thread carrier,
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
        @Advice.FieldValue("carrierThread") Thread carrier,
        @Advice.Return boolean yielded,
        @Advice.Enter long start,
        @Advice.Local("handle") long handle,
        @Advice.Local("before") int before,
        @Advice.Local("first") long first) {
      Hooks.blockEnd(self, before, start, handle, first, carrier, yielded);
    }
  }

  /** {@code VirtualThread.parkOnCarrierThread(boolean, long)}: parks of pinned threads. */
  static final class Pinned {
    private Pinned() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("carrierThread") Thread carrier) {
      return Hooks.pinnedBegin(carrier);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.This Thread self,
        @Advice.FieldValue("carrierThread") Thread carrier,
        @Advice.Enter long start) {
      Hooks.pinnedEnd(self, start, carrier);
    }
  }

  /** {@code VirtualThread.unpark}, on the waker. */
  static final class Unpark {
    private Unpark() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self, @Advice.FieldValue("parkPermit") boolean permit) {
      // With a permit already there it wakes nobody.
      if (!permit) {
        Hooks.wake(self);
      }
    }
  }

  /** {@code VirtualThread.afterYield()}, on the carrier. */
  static final class AfterYield {
    private AfterYield() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self, @Advice.FieldValue("state") int state) {
      Hooks.monitorBegin(self, state);
    }
  }

  /** {@code VirtualThread.runContinuation()}, on the carrier. */
  static final class RunContinuation {
    private RunContinuation() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self, @Advice.FieldValue("state") int state) {
      Hooks.monitorEnd(self, state);
    }
  }

  /** {@code VirtualThread.unblock()}, on the VM's unblocker thread. */
  static final class Unblock {
    private Unblock() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread self) {
      Hooks.monitorWake(self, 0);
    }
  }

  /** {@code VirtualThread.waitTimeoutExpired(byte)}, on a timer's thread. */
  static final class WaitTimeout {
    private WaitTimeout() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Thread self, @Advice.FieldValue("state") int state) {
      Hooks.monitorTimeout(self, state);
    }
  }

  /** Methods that say why the parks in them happen. */
  static final class Reason {
    private Reason() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Code int code) {
      return Hooks.reasonBegin(code);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter long held) {
      if (held != 0) {
        Hooks.reasonEnd();
      }
    }
  }

  /** The reason's code, different for each method. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Code {}
}
