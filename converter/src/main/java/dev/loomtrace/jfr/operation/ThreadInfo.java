package dev.loomtrace.jfr.operation;

/**
 * A thread as JFR describes it.
 *
 * @param id its Java id; 0: it is a thread of the JVM's own
 * @param osId its id in the operating system; not positive: unknown
 * @param name its name, may be null
 * @param group name of its thread group, may be null
 * @param virtual whether it is a virtual thread
 * @param kind its name without what tells it from its like
 */
public record ThreadInfo(
    long id, long osId, String name, String group, boolean virtual, String kind) {
  private static final String PROCESS = " (pid ";
  private static final String INNOCUOUS = "InnocuousThreadGroup";

  /** Of a thread whose kind is in its name. */
  public ThreadInfo(long id, long osId, String name, String group, boolean virtual) {
    this(id, osId, name, group, virtual, kind(name));
  }

  /**
   * Whether it is one of the JVM's own that no user wants to see: a carrier, a reference handler.
   */
  public boolean internal() {
    return id <= 0
        || (!virtual
            && ("system".equals(group)
                || INNOCUOUS.equals(group)
                || isCarrier()
                || isOfRecording()));
  }

  /** Whether it is a carrier of the JDK's own scheduler. */
  public boolean isCarrier() {
    return "CarrierThreads".equals(group);
  }

  /** Whether it may have inherited something: some of the JDK's own never do. */
  public boolean inherits() {
    return !INNOCUOUS.equals(group);
  }

  // Threads of JFR and of our flight recorder, and what is left of main when that has returned.
  private boolean isOfRecording() {
    return name != null
        && (name.startsWith("JFR ")
            || name.startsWith("loomtrace-flight-recorder")
            || name.equals("DestroyJavaVM"));
  }

  /**
   * A name, may be null, without what tells it from its like: {@code pool-1-thread}, {@code process
   * reaper} of {@code process reaper (pid 42)}.
   */
  public static String kind(String name) {
    if (name == null) {
      return "";
    }
    int process = name.endsWith(")") ? name.lastIndexOf(PROCESS) : -1;
    int end = process < 0 ? name.length() : process;
    while (end > 0 && "0123456789-#_ ".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }
}
