package dev.loomtrace.testing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A trace for Perfetto as {@code protoc --decode=perfetto.protos.Trace} prints it, by the names of
 * the published definitions. Only of fields that are listed here; another one is an error.
 */
public final class PerfettoText {
  // Each line is a message, and each word after its name a field: number, name, and what it is.
  private static final String DEFINITIONS =
      """
      Trace 1:packet:TracePacket
      TracePacket 1:ftrace_events:FtraceEventBundle 2:process_tree:ProcessTree \
      6:clock_snapshot:ClockSnapshot 8:timestamp:number 10:trusted_packet_sequence_id:number \
      11:track_event:TrackEvent 12:interned_data:InternedData 13:sequence_flags:number \
      60:track_descriptor:TrackDescriptor 135:stack_sample:StackSample
      FtraceEventBundle 1:cpu:number 2:event:FtraceEvent 4:compact_sched:CompactSched
      FtraceEvent 1:timestamp:number 2:pid:number 18:sched_blocked_reason:BlockedReason
      BlockedReason 1:pid:number 2:caller:number
      CompactSched 1:switch_timestamp:packed 2:switch_prev_state:packed \
      3:switch_next_pid:packed 4:switch_next_prio:packed 5:intern_table:string \
      6:switch_next_comm_index:packed 7:waking_timestamp:packed 8:waking_pid:packed \
      9:waking_target_cpu:packed 10:waking_prio:packed 11:waking_comm_index:packed \
      12:waking_common_flags:packed
      ProcessTree 1:processes:Process 2:threads:Thread
      Process 1:pid:number 2:ppid:number 3:cmdline:string
      Thread 1:tid:number 2:name:string 3:tgid:number
      ClockSnapshot 1:clocks:Clock 2:primary_trace_clock:BUILTIN_CLOCK_BOOTTIME=6
      Clock 1:clock_id:number 2:timestamp:number
      TrackEvent 4:debug_annotations:DebugAnnotation \
      9:type:TYPE_SLICE_BEGIN=1,TYPE_SLICE_END=2,TYPE_INSTANT=3,TYPE_COUNTER=4 \
      11:track_uuid:number 22:categories:string 23:name:string 30:counter_value:number \
      47:flow_ids:number
      DebugAnnotation 3:uint_value:number 10:name:string
      InternedData 26:kernel_symbols:InternedString
      InternedString 1:iid:number 2:str:string
      TrackDescriptor 1:uuid:number 2:name:string 3:process:TrackProcess 4:thread:TrackThread \
      5:parent_uuid:number 8:counter:Counter
      TrackProcess 1:pid:number 6:process_name:string
      TrackThread 1:pid:number 2:tid:number 5:thread_name:string
      Counter 3:unit:UNIT_COUNT=2,UNIT_SIZE_BYTES=3
      StackSample 1:task_context:TaskContext 3:execution_context:ExecutionContext \
      5:callstack:Callstack 9:primary_descriptor:Descriptor 11:primary_weight:number
      TaskContext 2:pid:number 3:tid:number
      ExecutionContext 2:cpu:number 3:mode:MODE_USER=1
      Callstack 1:frames:StackFrame
      StackFrame 1:function_name:string 2:source_file:string 3:line_number:number
      Descriptor 2:name:string 3:unit:UNIT_COUNT=9
      """;

  private static final Map<String, Map<Integer, Definition>> MESSAGES = messages();

  private final StringBuilder text = new StringBuilder();

  private record Definition(String name, String type) {}

  private PerfettoText() {}

  private static Map<String, Map<Integer, Definition>> messages() {
    Map<String, Map<Integer, Definition>> messages = new HashMap<>();
    for (String line : DEFINITIONS.lines().toList()) {
      List<String> words = Arrays.asList(line.split(" ", -1));
      Map<Integer, Definition> fields = new HashMap<>();
      for (String word : words.subList(1, words.size())) {
        String[] parts = word.split(":", 3);
        fields.put(Integer.valueOf(parts[0]), new Definition(parts[1], parts[2]));
      }
      messages.put(words.getFirst(), fields);
    }
    return messages;
  }

  /** The text of a trace. */
  public static String of(byte[] trace) {
    PerfettoText all = new PerfettoText();
    all.message(Protobuf.of(trace), "Trace", "");
    return all.text.toString();
  }

  private void message(Protobuf message, String type, String indent) {
    for (int number : message.fieldNumbers()) {
      Definition field = MESSAGES.get(type).get(number);
      if (field == null) {
        throw new AssertionError("field " + number + " of " + type + " is not listed");
      }
      switch (field.type) {
        case "number" -> message.numbers(number).forEach(value -> line(indent, field, value));
        case "packed" -> {
          for (long value : message.packed(number)) {
            line(indent, field, value);
          }
        }
        case "string" -> line(indent, field, quoted(message.text(number)));
        default -> {
          if (field.type.contains("=")) {
            line(indent, field, word(field, message.number(number)));
          } else {
            for (Protobuf inner : message.messages(number)) {
              text.append(indent).append(field.name).append(" {\n");
              message(inner, field.type, indent + "  ");
              text.append(indent).append("}\n");
            }
          }
        }
      }
    }
  }

  private void line(String indent, Definition field, Object value) {
    text.append(indent).append(field.name).append(": ").append(value).append('\n');
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String word(Definition field, long value) {
    return Arrays.stream(field.type.split(",", -1))
        .filter(word -> word.endsWith("=" + value))
        .map(word -> word.substring(0, word.indexOf('=')))
        .findFirst()
        .orElseThrow(() -> new AssertionError(value + " of " + field.name));
  }
}
