package dev.loomtrace.jfr.forge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A type in a forged file's metadata.
 *
 * @param id its number
 * @param name its name
 * @param fields its fields, in order
 */
public record ForgedType(long id, String name, List<Field> fields) {
  /**
   * A field of a type.
   *
   * @param name its name
   * @param type its type's number
   * @param pooled whether its values are numbers of entries in a pool
   * @param array whether it is an array
   */
  public record Field(String name, long type, boolean pooled, boolean array) {}

  private static final long FIRST = 10;

  private static final String[] PRIMITIVES = {
    "boolean", "byte", "char", "short", "int", "long", "float", "double", "java.lang.String"
  };

  // Name, then fields: a star is for a pool, brackets for an array.
  private static final String CATALOG =
      """
      java.lang.Thread osName:S osThreadId:J javaName:S javaThreadId:J group:Group* virtual:Z
      jdk.types.ThreadGroup=Group parent:Group* name:S
      java.lang.Class=Class loader:Loader* name:Symbol* modifiers:I
      jdk.types.ClassLoader=Loader type:Class* name:Symbol*
      jdk.types.Symbol=Symbol string:S
      jdk.types.Method=Method type:Class* name:Symbol* descriptor:Symbol* modifiers:I hidden:Z
      jdk.types.StackFrame=Frame method:Method* lineNumber:I bytecodeIndex:I
      jdk.types.StackTrace=Stack truncated:Z frames:Frame[]
      jdk.types.VMOperationType=Operation type:S
      jdk.types.VirtualSpace=Space start:J committedEnd:J committedSize:J
      jdk.ThreadStart . thread:T* parentThread:T*
      jdk.ThreadEnd . thread:T*
      jdk.VirtualThreadStart .
      jdk.VirtualThreadEnd .
      jdk.ThreadPark . duration:J parkedClass:Class* timeout:J
      jdk.ThreadSleep . duration:J time:J
      jdk.JavaMonitorEnter . duration:J monitorClass:Class* previousOwner:T* address:J
      jdk.JavaMonitorWait . duration:J monitorClass:Class* notifier:T* timeout:J timedOut:Z
      jdk.SocketRead . duration:J host:S bytesRead:J
      jdk.FileRead . duration:J path:S bytesRead:J
      jdk.GarbageCollection . duration:J gcId:I name:S
      jdk.GCPhasePause . duration:J gcId:I name:S
      jdk.ExecuteVMOperation . duration:J operation:Operation* safepoint:Z
      jdk.GCHeapSummary . gcId:I heapSpace:Space heapUsed:J
      jdk.GCHeapMemoryUsage . used:J committed:J
      jdk.ExecutionSample startTime:J sampledThread:T* stackTrace:Stack* state:I
      jdk.CPUTimeSample . failed:Z
      jdk.CPUInformation . cpu:S sockets:I hwThreads:I
      jdk.JVMInformation . jvmName:S jvmStartTime:J
      jdk.DataLoss . amount:J total:J
      jdk.ThreadCPULoad . user:F system:F
      loomtrace.VirtualThreadCreate . thread:J
      loomtrace.VirtualThreadStart . carrier:J task:Class* thread:J
      loomtrace.VirtualThreadBlock . duration:J state:I reason:I blocker:Class* carrier:J \
      endCarrier:J waker:J wakeDelay:J wakeKind:I timeout:J
      loomtrace.VirtualThreadLongBlock . duration:J state:I reason:I blocker:Class* carrier:J \
      endCarrier:J waker:J wakeDelay:J wakeKind:I weight:J timeout:J
      loomtrace.VirtualThreadMonitorBlock . duration:J state:I reason:I blocker:Class* carrier:J \
      endCarrier:J waker:J wakeDelay:J wakeKind:I weight:J thread:J stack:S
      loomtrace.VirtualThreadRun . duration:J carrier:J endCarrier:J thread:J task:Class* name:S
      loomtrace.VirtualThreadStatus . thread:J state:I reason:I blocker:Class* carrier:J since:J \
      waker:J wakeDelay:J wakeKind:I task:Class* stack:S timeout:J owner:J
      loomtrace.PlatformThreadBlock . duration:J state:I reason:I blocker:Class* waker:J \
      wakeDelay:J wakeKind:I timeout:J
      loomtrace.PlatformThreadLongBlock . duration:J state:I reason:I blocker:Class* waker:J \
      wakeDelay:J wakeKind:I timeout:J weight:J
      loomtrace.PlatformThreadStatus . thread:J state:I blocker:Class* carrier:J cpuTime:J \
      reason:I since:J timeout:J stack:S owner:J
      loomtrace.Scheduler . parallelism:J maxPoolSize:J detailsLost:J errorsSuppressed:J \
      eventsLost:J
      loomtrace.Task . duration:J id:J parent:J name:S owner:J open:Z externalId:S attributes:S
      loomtrace.Region . duration:J taskId:J name:S owner:J open:Z
      loomtrace.Log . taskId:J category:S message:S
      loomtrace.Inheritance . taskId:J
      loomtrace.Annotations . announced:I
      made.Up . numbers:J[] ratio:D letter:C own:Space[]
      jdk.ThreadDump startTime:J result:S
      profiler.types.LogLevel=LogLevel name:S
      profiler.Log startTime:J level:LogLevel* message:S
      """;

  /** What events have: their time, their thread and where it was. */
  private static final String EVENT = "startTime:J eventThread:T* stackTrace:Stack*";

  /** All types that readers of ours know something of, and some that they do not. */
  public static List<ForgedType> catalog() {
    Map<String, Long> ids = new HashMap<>();
    List<ForgedType> types = new ArrayList<>();
    String codes = "ZBCHIJFDS";
    for (int i = 0; i < PRIMITIVES.length; i++) {
      ids.put(codes.substring(i, i + 1), FIRST + i);
      types.add(new ForgedType(FIRST + i, PRIMITIVES[i], List.of()));
    }
    List<String> lines = CATALOG.lines().toList();
    long next = FIRST + PRIMITIVES.length;
    for (String line : lines) {
      String[] name = line.split(" ", 2)[0].split("=", -1);
      ids.put(name.length > 1 ? name[1] : name[0], next++);
    }
    ids.put("T", ids.get("java.lang.Thread"));
    next = FIRST + PRIMITIVES.length;
    for (String line : lines) {
      String[] words = line.replace(" .", " " + EVENT).split(" +", -1);
      List<Field> fields = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        String[] field = words[i].split(":", -1);
        boolean pooled = field[1].endsWith("*");
        boolean array = field[1].endsWith("[]");
        String type = field[1].replace("*", "").replace("[]", "");
        fields.add(new Field(field[0], ids.get(type), pooled, array));
      }
      types.add(new ForgedType(next++, words[0].split("=", -1)[0], fields));
    }
    return types;
  }

  /** Whether it is an event's. */
  public boolean isEvent() {
    return !fields.isEmpty() && fields.getFirst().name().equals("startTime");
  }

  /** Whether it has no fields because it is one of the basic ones. */
  public boolean isPrimitive() {
    return id < FIRST + PRIMITIVES.length;
  }
}
