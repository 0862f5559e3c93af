package dev.loomtrace.tool;

import dev.loomtrace.analysis.RegionGroups;
import dev.loomtrace.analysis.RegionResult;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.RegionsAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the regions of a trace by name. */
@Command(
    name = "regions",
    description = {
      "List the regions in a trace by name, and those that took the longest.",
      "",
      "Shares are of the time in all regions of a name together, and say what their threads did;"
          + " durations are of those that began and ended in the trace."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace regions rec.jfr",
      "  loomtrace regions --name reserve --top 3 rec.jfr"
    })
final class RegionsCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--name", paramLabel = "NAME", description = "Only regions of this name.")
  private String name;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of the longest to list. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  RegionsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TraceClock clock = new TraceClock();
    RegionGroups regions = new RegionGroups(this::isWanted, Math.max(1, top));
    Timeline timeline = new Timeline(regions);
    Coverage coverage = file.read(console, clock, timeline);
    timeline.end();
    List<RegionGroups.Group> groups =
        regions.groups().stream().filter(group -> isWanted(group.name())).toList();
    List<RegionResult> slowest = top > 0 ? regions.slowest() : List.of();
    return console.show(
        new RegionsAnswer(
            regions.regions(), Optional.ofNullable(name), groups, slowest, clock, coverage),
        json);
  }

  private boolean isWanted(String each) {
    return name == null || name.equals(each);
  }
}
