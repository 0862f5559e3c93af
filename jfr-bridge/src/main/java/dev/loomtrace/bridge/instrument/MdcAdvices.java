package dev.loomtrace.bridge.instrument;

import dev.loomtrace.bridge.boot.request.MdcValues;
import net.bytebuddy.asm.Advice;

/**
 * The code that is copied into {@code org.slf4j.MDC}, and into tasks. Byte Buddy reads it; nothing
 * calls it. What it throws is suppressed.
 */
final class MdcAdvices {
  private MdcAdvices() {}

  /** The method that puts one value. */
  static final class Put {
    private Put() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @Advice.Origin Class<?> mdc,
        @Advice.Argument(0) Object key,
        @Advice.Argument(1) Object value) {
      MdcValues.put(mdc, key, value);
    }
  }

  /** The method that puts all of them. */
  static final class PutAll {
    private PutAll() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Origin Class<?> mdc, @Advice.Argument(0) Object values) {
      MdcValues.putAll(mdc, values);
    }
  }

  /** The constructor of a task. */
  static final class Begun {
    private Begun() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object task) {
      MdcValues.begun(task);
    }
  }
}
