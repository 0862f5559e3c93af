package dev.loomtrace.question;

import dev.loomtrace.analysis.RegionGroups;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.RegionsAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.Optional;

/**
 * Which regions there are.
 *
 * @param name of which name; empty: all
 * @param top how many of the longest to name; 0 or less: none
 */
public record RegionsQuestion(Optional<String> name, int top) implements Question<RegionsAnswer> {
  @Override
  public RegionsAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    RegionGroups regions = new RegionGroups(this::isWanted, Math.max(1, top));
    Timeline timeline = new Timeline(regions);
    Coverage coverage = trace.read(clock, timeline);
    timeline.end();
    return new RegionsAnswer(
        regions.regions(),
        name,
        regions.groups().stream().filter(group -> isWanted(group.name())).toList(),
        Top.of(regions.slowest(), top),
        clock,
        coverage);
  }

  private boolean isWanted(String each) {
    return name.isEmpty() || name.get().equals(each);
  }
}
