package dev.loomtrace.analysis;

import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What held the carriers of virtual threads, or the procs of goroutines: how many were in use, when
 * all of them were while threads waited for one, and who kept one for long meanwhile.
 *
 * <p>A carrier that nobody is on is idle, also while it is looking for the next thread. Where more
 * threads have one than there are, as when a carrier is made up for by another, these count as
 * well: what is running, pinned and idle adds up to how many there are, always.
 *
 * <p>Streaming. Needs memory in proportion to the threads that live at a time, and to groups.
 */
public final class CarrierUse implements EventOnlySink {
  /** Who keeps a carrier longer than this, in nanoseconds, while others wait, is told of. */
  public static final long LONG_HOLD = 10_000_000;

  private final CarrierTrack track;
  private final CarrierSeries series = new CarrierSeries();
  private final SaturationEpisodes saturation = new SaturationEpisodes();
  private final FirstGroups<String, GroupSum> groups =
      new FirstGroups<>(ThreadGroups.MAX_GROUPS, group -> ThreadGroups.OTHER_GROUPS);
  private final FirstGroups<CarrierHold.Key, CarrierHold> holds =
      new FirstGroups<>(ThreadGroups.MAX_GROUPS, key -> CarrierHold.OTHERS);
  private long most;
  // How long threads have waited so far while no carrier was free: divided by those who had one.
  private double shared;

  private static final class GroupSum {
    private long running;
    private long pinned;
    private long runnable;
  }

  /**
   * Of no trace yet.
   *
   * @param origins what is the application's own code
   */
  public CarrierUse(FrameOrigins origins) {
    track = new CarrierTrack(new CodePlaces(origins), new Tally());
  }

  @Override
  public void event(EventView event, TraceState state) {
    track.event(event, state);
    most = Math.max(most, track.carriers());
  }

  /** Adds up. */
  private final class Tally implements CarrierTrack.Listener {
    @Override
    public void passed(long before, long time) {
      long busy = track.running() + track.pinned();
      long waiting = track.runnable();
      boolean full = busy >= track.carriers() && waiting > 0;
      series.add(
          before - track.from(),
          time - track.from(),
          track.running(),
          track.pinned(),
          Math.max(track.carriers(), busy),
          waiting);
      saturation.pass(before, time, full, waiting);
      shared += full ? (double) waiting * (time - before) / busy : 0;
    }

    @Override
    public double clock() {
      return shared;
    }

    @Override
    public void waits(boolean anew) {
      saturation.comes(anew);
    }

    @Override
    public void left(CarrierHold.Stretch stretch, String group) {
      double caused = shared - stretch.clockBefore();
      if (stretch.duration() > LONG_HOLD && caused > 0) {
        holds.of(stretch.key(group, track.site()), CarrierHold::new).add(stretch, caused);
      }
    }

    @Override
    public void ended(String group, long ran, long wasPinned, long waited) {
      GroupSum sum = groups.of(group, key -> new GroupSum());
      sum.running += ran;
      sum.pinned += wasPinned;
      sum.runnable += waited;
    }
  }

  @Override
  public void end(TraceExtent extent) {
    track.end(extent.end());
    saturation.end();
  }

  /** What was found; after the trace's end. */
  public CarriersResult result() {
    List<CarriersResult.Group> used = new ArrayList<>();
    groups.forEach(
        (name, sum) -> {
          if (sum.running + sum.pinned + sum.runnable > 0) {
            used.add(new CarriersResult.Group(name, sum.running, sum.pinned, sum.runnable));
          }
        });
    used.sort(
        Comparator.comparingLong((CarriersResult.Group g) -> g.running() + g.pinned())
            .reversed()
            .thenComparing(CarriersResult.Group::name));
    List<CarriersResult.Hold> kept = new ArrayList<>();
    holds.forEach((key, hold) -> kept.add(hold.result()));
    kept.sort(
        Comparator.comparingLong(CarriersResult.Hold::caused)
            .reversed()
            .thenComparing(CarriersResult.Hold::group));
    return new CarriersResult(
        most,
        track.from(),
        track.carriers() == 0 ? 0 : track.now() - track.from(),
        series.sum(),
        series.parts(),
        saturation.count(),
        saturation.total(),
        saturation.waited(),
        saturation.longest(),
        used,
        kept);
  }
}
