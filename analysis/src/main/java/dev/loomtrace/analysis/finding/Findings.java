package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for what is wrong in a trace: hands each span to those that look for one kind of fault.
 *
 * <p>A sink of a {@link dev.loomtrace.timeline.Timeline}, which has a result when that has ended.
 */
public final class Findings implements SpanSink {
  private final WaitSites sites;
  private final Pauses pauses = new Pauses();
  private final CarrierTurns use = new CarrierTurns(pauses);
  private final Contention contention = new Contention();
  private final CarrierHogs hogs;
  private final Pinning pinning;
  private final EndlessWaits endlessWaits = new EndlessWaits();
  private final EndlessTasks endlessTasks = new EndlessTasks();
  private final SlowPeers peers = new SlowPeers();
  private final Timeouts timeouts = new Timeouts();
  private final List<Finding> found = new ArrayList<>();
  // Where threads that live waited last for a lock or a pool.
  private final LongMap<WaitSite> lastSites = new LongMap<>();
  private ThreadLeaks leaks;
  private Backlogs backlogs;
  private TraceState state;

  /**
   * Of no event yet.
   *
   * @param origins what is the application's own code
   */
  public Findings(FrameOrigins origins) {
    sites = new WaitSites(origins);
    hogs = new CarrierHogs(sites, use);
    pinning = new Pinning(sites, use);
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(
        SpanKind.STATE, SpanKind.LIFE, SpanKind.TASK, SpanKind.RANGE, SpanKind.SAMPLE);
  }

  @Override
  public void accept(SpanView span) {
    switch (span.kind()) {
      case STATE -> state(span);
      case LIFE -> life(span);
      case TASK -> task(span);
      case RANGE -> pauses.range(span);
      case SAMPLE -> hogs.sample(span);
      case CARRIER, REGION, COUNTER, LOG ->
          throw new AssertionError(
              "invariant: only kinds that were asked for come: " + span.kind());
    }
  }

  private void state(SpanView span) {
    if (span.state() == SpanState.WAITING) {
      if (span.open()) {
        endlessWaits.open(sites.of(span.cause(), span.place()), span, state);
      } else {
        waited(span);
      }
    }
    TraceState.Goroutine thread = state == null ? null : state.goroutine(span.thread());
    if (span.open() || thread == null || !CarrierTurns.isLight(thread.kind())) {
      return;
    }
    use.state(span);
    if (span.state() == SpanState.RUNNING) {
      hogs.ran(span, thread, pauses.until(span.end()));
    } else if (span.state() == SpanState.PINNED) {
      pinning.pinned(span);
    }
  }

  private void waited(SpanView span) {
    WaitSite site = sites.of(span.cause(), span.place());
    if (site.use() == WaitSite.Use.NONE) {
      return;
    }
    endlessWaits.ended(site, span);
    timeouts.ended(site, span);
    if (site.use() == WaitSite.Use.READ) {
      peers.read(site, span);
      return;
    }
    SiteTally tally = contention.at(site);
    if (tally != null) {
      long waker = span.wakerThread();
      TraceState.Goroutine by =
          waker == Context.NO_GOROUTINE || state == null ? null : state.goroutine(waker);
      tally.add(
          span,
          by == null ? "" : GroupNames.of(by.kind(), by.name(), by.start().function()),
          waker != Context.NO_GOROUTINE && lastSites.get(waker) == site);
      lastSites.put(span.thread(), site);
    }
  }

  private void task(SpanView task) {
    endlessTasks.task(task);
    if (backlogs != null) {
      backlogs.task(task);
    }
  }

  private void life(SpanView life) {
    if (lastSites.size() > 0) {
      lastSites.remove(life.thread());
    }
    if (leaks != null) {
      String group = GroupNames.of(life);
      leaks.life(life, group);
      backlogs.life(life, group);
    }
  }

  @Override
  public void event(EventView event, TraceState stateNow) {
    if (state == null) {
      state = stateNow;
      leaks = new ThreadLeaks(event.time());
      backlogs = new Backlogs(event.time());
    }
    if (event.kind() == EventKind.GO_TRANSITION) {
      use.event(event, stateNow);
      hogs.event(event, stateNow);
    } else if (event.kind() == EventKind.RANGE_BEGIN
        || event.kind() == EventKind.RANGE_ACTIVE
        || event.kind() == EventKind.RANGE_END) {
      pauses.event(event);
    }
  }

  @Override
  public void end(TraceExtent extent) {
    if (leaks == null) {
      return;
    }
    Window window = new Window(extent.begin(), extent.end());
    Deadlocks.findings(state, sites, window, found);
    contention.findings(window, found);
    hogs.findings(window, found);
    Saturation.findings(use, window, found);
    pinning.findings(window, found);
    pauses.findings(window, found);
    endlessWaits.findings(window, found);
    endlessTasks.findings(window, found);
    leaks.findings(window, found);
    backlogs.findings(window, found);
    peers.findings(window, found);
    timeouts.findings(window, found);
    found.sort(
        Comparator.comparing((Finding finding) -> finding.kind() == FindingKind.DEADLOCK)
            .thenComparing(Finding::severity)
            .thenComparingLong(Finding::nanos)
            .reversed()
            .thenComparing(Finding::kind)
            .thenComparing(Finding::what)
            .thenComparing(finding -> finding.place().map(Object::toString).orElse("")));
  }

  /**
   * All that was found: deadlocks, then the most severe first, of these what took most time; after
   * the end.
   */
  public List<Finding> result() {
    return List.copyOf(found);
  }
}
