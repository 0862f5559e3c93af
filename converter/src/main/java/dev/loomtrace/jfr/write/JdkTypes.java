package dev.loomtrace.jfr.write;

import static dev.loomtrace.jfr.chunk.AnnotationDescription.address;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.bytes;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.timespan;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.timestamp;
import static dev.loomtrace.jfr.chunk.AnnotationDescription.unsigned;
import static dev.loomtrace.jfr.chunk.FieldDescription.inPlace;
import static dev.loomtrace.jfr.chunk.FieldDescription.pooled;

import dev.loomtrace.jfr.chunk.FieldDescription;
import dev.loomtrace.jfr.chunk.TypeDescription;
import java.util.List;

/**
 * Events of the JDK as JDK 25 declares them, since some tools rely on the order of their fields:
 * names, labels, categories and units are what {@code jfr metadata} shows.
 */
final class JdkTypes {
  static final String THREAD_START = "jdk.ThreadStart";
  static final String THREAD_END = "jdk.ThreadEnd";
  static final String THREAD_PARK = "jdk.ThreadPark";
  static final String MONITOR_ENTER = "jdk.JavaMonitorEnter";
  static final String EXECUTION_SAMPLE = "jdk.ExecutionSample";
  static final String GARBAGE_COLLECTION = "jdk.GarbageCollection";
  static final String PHASE_PAUSE = "jdk.GCPhasePause";
  static final String HEAP_SUMMARY = "jdk.GCHeapSummary";
  static final String CPU_INFORMATION = "jdk.CPUInformation";
  static final String JVM_INFORMATION = "jdk.JVMInformation";

  static final String THREAD_STATISTICS = "jdk.JavaThreadStatistics";

  static final String THREAD_STATE = "jdk.types.ThreadState";
  static final String GC_NAME = "jdk.types.GCName";
  static final String GC_CAUSE = "jdk.types.GCCause";
  static final String GC_WHEN = "jdk.types.GCWhen";

  private static final String TEXT = "java.lang.String";
  private static final String VIRTUAL_SPACE = "jdk.types.VirtualSpace";

  private static final FieldDescription START =
      inPlace("startTime", "long", "Start Time", timestamp("TICKS"));
  private static final FieldDescription DURATION =
      inPlace("duration", "long", "Duration", timespan("TICKS"));
  private static final FieldDescription EVENT_THREAD =
      pooled("eventThread", "java.lang.Thread", "Event Thread");
  private static final FieldDescription STACK =
      pooled("stackTrace", "jdk.types.StackTrace", "Stack Trace");
  private static final FieldDescription GC_ID = inPlace("gcId", "int", "GC Identifier", unsigned());

  private static final List<String> APPLICATION = List.of("Java Application");

  private static final List<TypeDescription> ALL =
      List.of(
          event(
              THREAD_START,
              "Java Thread Start",
              APPLICATION,
              START,
              EVENT_THREAD,
              STACK,
              pooled("thread", "java.lang.Thread", "New Java Thread"),
              pooled("parentThread", "java.lang.Thread", "Parent Java Thread")),
          event(
              THREAD_END,
              "Java Thread End",
              APPLICATION,
              START,
              EVENT_THREAD,
              pooled("thread", "java.lang.Thread", "Java Thread")),
          event(
              THREAD_PARK,
              "Java Thread Park",
              APPLICATION,
              START,
              DURATION,
              EVENT_THREAD,
              STACK,
              pooled("parkedClass", "java.lang.Class", "Class Parked On"),
              inPlace("timeout", "long", "Park Timeout", timespan("NANOSECONDS")),
              inPlace("until", "long", "Park Until", timestamp("MILLISECONDS_SINCE_EPOCH")),
              inPlace("address", "long", "Address of Object Parked", unsigned(), address())),
          event(
              MONITOR_ENTER,
              "Java Monitor Blocked",
              APPLICATION,
              START,
              DURATION,
              EVENT_THREAD,
              STACK,
              pooled("monitorClass", "java.lang.Class", "Monitor Class"),
              pooled("previousOwner", "java.lang.Thread", "Previous Monitor Owner"),
              inPlace("address", "long", "Monitor Address", unsigned(), address())),
          event(
              EXECUTION_SAMPLE,
              "Java Execution Sample",
              List.of("Java Virtual Machine", "Profiling"),
              START,
              pooled("sampledThread", "java.lang.Thread", "Thread"),
              STACK,
              pooled("state", THREAD_STATE, "Thread State")),
          event(
              GARBAGE_COLLECTION,
              "Garbage Collection",
              List.of("Java Virtual Machine", "GC", "Collector"),
              START,
              DURATION,
              EVENT_THREAD,
              GC_ID,
              pooled("name", GC_NAME, "Name"),
              pooled("cause", GC_CAUSE, "Cause"),
              inPlace("sumOfPauses", "long", "Sum of Pauses", unsigned(), timespan("TICKS")),
              inPlace("longestPause", "long", "Longest Pause", unsigned(), timespan("TICKS"))),
          event(
              PHASE_PAUSE,
              "GC Phase Pause",
              List.of("Java Virtual Machine", "GC", "Phases"),
              START,
              DURATION,
              EVENT_THREAD,
              GC_ID,
              inPlace("name", TEXT, "Name")),
          event(
              HEAP_SUMMARY,
              "Heap Summary",
              List.of("Java Virtual Machine", "GC", "Heap"),
              START,
              GC_ID,
              pooled("when", GC_WHEN, "When"),
              inPlace("heapSpace", VIRTUAL_SPACE, "Heap Space"),
              inPlace("heapUsed", "long", "Heap Used", unsigned(), bytes())),
          event(
              CPU_INFORMATION,
              "CPU Information",
              List.of("Operating System", "Processor"),
              START,
              inPlace("cpu", TEXT, "Type"),
              inPlace("description", TEXT, "Description"),
              inPlace("sockets", "int", "Sockets", unsigned()),
              inPlace("cores", "int", "Cores", unsigned()),
              inPlace("hwThreads", "int", "Hardware Threads", unsigned())),
          event(
              JVM_INFORMATION,
              "JVM Information",
              List.of("Java Virtual Machine"),
              START,
              inPlace("jvmName", TEXT, "JVM Name"),
              inPlace("jvmVersion", TEXT, "JVM Version"),
              inPlace("jvmArguments", TEXT, "JVM Command Line Arguments"),
              inPlace("jvmFlags", TEXT, "JVM Settings File Arguments"),
              inPlace("javaArguments", TEXT, "Java Application Arguments"),
              inPlace(
                  "jvmStartTime", "long", "JVM Start Time", timestamp("MILLISECONDS_SINCE_EPOCH")),
              inPlace("pid", "long", "Process Identifier")),
          event(
              THREAD_STATISTICS,
              "Java Thread Statistics",
              List.of("Java Application", "Statistics"),
              START,
              inPlace("activeCount", "long", "Active Threads"),
              inPlace("daemonCount", "long", "Daemon Threads"),
              inPlace("accumulatedCount", "long", "Accumulated Threads"),
              inPlace("peakCount", "long", "Peak Threads")),
          // Never written: tables of `jfr view` ask for these types and show nothing without them.
          event(
              "jdk.YoungGarbageCollection",
              "Young Garbage Collection",
              List.of("Java Virtual Machine", "GC", "Collector"),
              START,
              DURATION,
              EVENT_THREAD,
              GC_ID,
              inPlace("tenuringThreshold", "int", "Tenuring Threshold", unsigned())),
          event(
              "jdk.OldGarbageCollection",
              "Old Garbage Collection",
              List.of("Java Virtual Machine", "GC", "Collector"),
              START,
              DURATION,
              EVENT_THREAD,
              GC_ID),
          unused("jdk.JavaMonitorWait", "Java Monitor Wait"),
          unused("jdk.ThreadSleep", "Java Thread Sleep"),
          unused("jdk.SocketRead", "Socket Read"),
          unused("jdk.SocketWrite", "Socket Write"),
          unused("jdk.FileRead", "File Read"),
          unused("jdk.FileWrite", "File Write"),
          TypeDescription.word(THREAD_STATE, "Java Thread State", "name"),
          TypeDescription.word(GC_NAME, "GC Name", "name"),
          TypeDescription.word(GC_CAUSE, "GC Cause", "cause"),
          TypeDescription.word(GC_WHEN, "GC When", "when"),
          TypeDescription.value(
              VIRTUAL_SPACE,
              "Virtual Space",
              inPlace("start", "long", "Start Address", unsigned(), address()),
              inPlace("committedEnd", "long", "Committed End Address", unsigned(), address()),
              inPlace("committedSize", "long", "Committed Size", unsigned(), bytes()),
              inPlace("reservedEnd", "long", "Reserved End Address", unsigned(), address()),
              inPlace("reservedSize", "long", "Reserved Size", unsigned(), bytes())));

  private JdkTypes() {}

  static List<TypeDescription> all() {
    return ALL;
  }

  private static TypeDescription unused(String name, String label) {
    return event(name, label, APPLICATION, START, DURATION, EVENT_THREAD, STACK);
  }

  private static TypeDescription event(
      String name, String label, List<String> category, FieldDescription... fields) {
    return TypeDescription.event(name, label, "", category, List.of(fields));
  }
}
