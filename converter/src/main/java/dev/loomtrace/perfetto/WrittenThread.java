package dev.loomtrace.perfetto;

import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.List;

/** A thread (goroutine) that is alive, as the file knows it. */
final class WrittenThread {
  private final int tid;
  private final boolean shown;
  private String name = "";
  private boolean hasTrack;
  private Cpu cpu;
  private GoState state = GoState.UNDETERMINED;
  private List<OpenSlice> open = List.of();

  /**
   * A thread.
   *
   * @param tid its number in the file
   * @param shown whether it is in the file by itself
   */
  WrittenThread(int tid, boolean shown) {
    this.tid = tid;
    this.shown = shown;
  }

  int tid() {
    return tid;
  }

  boolean isShown() {
    return shown;
  }

  String name() {
    return name;
  }

  void name(String given) {
    name = given;
  }

  /** Whether it had a track already; from now on it has. */
  boolean takeTrack() {
    boolean had = hasTrack;
    hasTrack = true;
    return had;
  }

  /** The cpu on which it runs; null if it does not. */
  Cpu cpu() {
    return cpu;
  }

  void cpu(Cpu now) {
    cpu = now;
  }

  GoState state() {
    return state;
  }

  void state(GoState now) {
    state = now;
  }

  /** Slices of its track that have not ended, outermost first. */
  List<OpenSlice> open() {
    return open;
  }

  void push(OpenSlice slice) {
    if (open.isEmpty()) {
      open = new ArrayList<>(2); // Most threads never have one.
    }
    open.add(slice);
  }
}
