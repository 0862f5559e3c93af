package dev.loomtrace.report;

import dev.loomtrace.analysis.ChainStep;
import dev.loomtrace.analysis.PathLink;
import dev.loomtrace.analysis.TaskWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The chain behind a wait, for people: a line for each part of the time, the parts of a step below
 * it. Small parts are one line together, so that those of a step always add up to it.
 */
final class ChainText {
  private static final int PARTS = 5;
  // Of the whole chain.
  private static final int SMALL = 100;
  private static final int THREADS = 3;

  private final long whole;

  private ChainText(long whole) {
    this.whole = whole;
  }

  /** Part of what threads did: a step to others, or what they did themselves. */
  private record Part(long time, ChainStep step, String words) {}

  /** Prints a chain. */
  static void print(Text out, ChainStep chain) throws IOException {
    ChainText text = new ChainText(chain.total());
    text.step(out, chain, "until " + owner(chain) + " ended that");
  }

  private void step(Text out, ChainStep step, String words) throws IOException {
    out.line(
        Quantities.duration(step.total())
            + "  "
            + words
            + (step.link().kind() == PathLink.Kind.OMITTED ? "" : ": meanwhile it"));
    List<Part> parts = new ArrayList<>();
    for (ChainStep next : step.next()) {
      parts.add(new Part(next.total(), next, ""));
    }
    for (ChainStep.Own own : step.own()) {
      parts.add(new Part(own.time(), null, PathWords.words(own.what())));
    }
    parts.sort(Comparator.comparingLong(Part::time).reversed());
    Text inner = out.prefixed("  ");
    long rest = step.total();
    int printed = 0;
    for (Part part : parts) {
      boolean last = printed == parts.size() - 1;
      if (!last && (printed == PARTS || part.time() < whole / SMALL)) {
        break;
      }
      printed++;
      rest -= part.time();
      if (part.step() == null) {
        inner.line(Quantities.duration(part.time()) + "  " + part.words());
      } else {
        step(inner, part.step(), PathWords.words(part.step().link(), owner(part.step())));
      }
    }
    if (rest > 0) {
      int others = parts.size() - printed;
      inner.line(Quantities.duration(rest) + "  in " + Quantities.count(others) + " other ways");
    }
  }

  /** Who had to act: {@code virtual thread 28 (Shop.keep)}. */
  private static String owner(ChainStep step) {
    List<TaskWorker> threads = step.threads();
    List<TaskWorker> named = threads.subList(0, Math.min(THREADS, threads.size()));
    long more = step.threadCount() - named.size();
    String group = PathWords.owner(step.link());
    return ThreadWords.list(named)
        + (more > 0 ? " and " + Quantities.count(more) + " more" : "")
        + (group.isEmpty() ? "" : " (" + group + ")")
        + (step.link().repeated() ? ", one after the other," : "");
  }
}
