package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.jfr.operation.Operations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafepointsTest {
  @Test
  void tellsAPauseOfTheCollectorOnceAndWhatIsMoreThanThat() {
    Operations ops = new Operations();
    Safepoints safepoints = new Safepoints(ops);
    safepoints.begin();
    safepoints.operation(90, 30, "G1CollectForAllocation");
    safepoints.pause(100, 15, "GC Pause");
    safepoints.operation(10, 5, "FindDeadlocks");
    safepoints.operation(200, 5, "HeapDumper");
    safepoints.operation(300, 1000, "HeapDumper");
    safepoints.pause(310, 50, "GC Pause");
    safepoints.reached(180, 20);
    safepoints.end();
    ops.sort();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      told.add(ops.kind(i) + " " + ops.time(i) + " " + ops.purpose(i));
    }
    assertEquals(
        List.of(
            "STOP_THE_WORLD_BEGIN 10 FindDeadlocks",
            "STOP_THE_WORLD_END 16 FindDeadlocks",
            "STOP_THE_WORLD_BEGIN 100 GC Pause",
            "STOP_THE_WORLD_END 116 GC Pause",
            "STOP_THE_WORLD_BEGIN 180 time to safepoint",
            "STOP_THE_WORLD_BEGIN 200 HeapDumper",
            "STOP_THE_WORLD_END 201 time to safepoint",
            "STOP_THE_WORLD_END 206 HeapDumper",
            "STOP_THE_WORLD_BEGIN 300 HeapDumper",
            "STOP_THE_WORLD_BEGIN 310 GC Pause",
            "STOP_THE_WORLD_END 361 GC Pause",
            "STOP_THE_WORLD_END 1301 HeapDumper"),
        told);
  }
}
