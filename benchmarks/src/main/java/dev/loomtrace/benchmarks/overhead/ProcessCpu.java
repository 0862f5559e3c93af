package dev.loomtrace.benchmarks.overhead;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * CPU time of this process. The JDK's own figure comes in steps of 10 ms, which is more than what
 * is to be measured.
 */
@SuppressWarnings("restricted") // Calls into the C library, of which this call is harmless.
final class ProcessCpu {
  // CLOCK_PROCESS_CPUTIME_ID of Linux.
  private static final int CLOCK = 2;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CLOCK_GETTIME =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("clock_gettime"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private ProcessCpu() {}

  /** Nanoseconds so far. */
  static long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      if ((int) CLOCK_GETTIME.invokeExact(CLOCK, time) != 0) {
        throw new IllegalStateException("this system has no clock of a process's CPU time");
      }
      return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("clock_gettime throws nothing", e);
    }
  }
}
