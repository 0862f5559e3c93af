package dev.loomtrace.jfr.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A forged file: its chunks, which can be left out piece by piece.
 *
 * @param chunks its chunks, in order
 */
public record ForgedFile(List<ForgedChunk> chunks) {
  /** The file's bytes. */
  public byte[] bytes() {
    JfrBytes all = new JfrBytes();
    chunks.forEach(chunk -> all.bytes(chunk.bytes()));
    return all.array();
  }

  private ForgedFile copy() {
    List<ForgedChunk> copies = new ArrayList<>();
    chunks.forEach(chunk -> copies.add(chunk.copy()));
    return new ForgedFile(copies);
  }

  /**
   * A smaller file that still does it: chunks, events, pools and types are left out as long as that
   * goes.
   *
   * @param does whether a file does what is looked for; this one must
   */
  public ForgedFile shrunk(Predicate<byte[]> does) {
    ForgedFile file = this;
    int before;
    do {
      before = file.bytes().length;
      file = shrink(file, does, f -> f.chunks);
      for (int i = 0; i < file.chunks.size(); i++) {
        int chunk = i;
        file = shrink(file, does, f -> f.chunks.get(chunk).events);
        file = shrink(file, does, f -> f.chunks.get(chunk).types);
        for (int j = 0; j < file.chunks.get(i).checkpoints.size(); j++) {
          int checkpoint = j;
          file = shrink(file, does, f -> f.chunks.get(chunk).checkpoints.get(checkpoint));
        }
        file = shrink(file, does, f -> f.chunks.get(chunk).checkpoints);
      }
    } while (file.bytes().length < before);
    return file;
  }

  private interface Part {
    List<?> of(ForgedFile file);
  }

  /** Leaves out runs of a list, from half of it down to single ones. */
  private static ForgedFile shrink(ForgedFile file, Predicate<byte[]> does, Part part) {
    ForgedFile best = file;
    for (int run = Math.max(1, part.of(best).size() / 2); run >= 1; run /= 2) {
      int at = 0;
      while (at < part.of(best).size()) {
        ForgedFile without = best.copy();
        List<?> list = part.of(without);
        list.subList(at, Math.min(at + run, list.size())).clear();
        if (does.test(without.bytes())) {
          best = without;
        } else {
          at += run;
        }
      }
    }
    return best;
  }
}
