package dev.loomtrace.e2e.program;

/** Writes a dot and then waits until it is ended. It needs nothing but the module java.base. */
public final class Forever {
  private Forever() {}

  /** Waits. */
  public static void main(String[] arguments) throws InterruptedException {
    System.out.print('.');
    System.out.flush();
    Thread.currentThread().join();
  }
}
