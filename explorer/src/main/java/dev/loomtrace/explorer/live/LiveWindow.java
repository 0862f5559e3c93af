package dev.loomtrace.explorer.live;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last chunks of a JVM's repository, or of any folder with chunks: those that follow each other
 * up to the latest one, all of which can be read. Immutable; equal if nothing was written in
 * between.
 *
 * @param chunks from the oldest to the latest; none if there is nothing to read yet
 * @param limited whether some that belong to the last minutes are left out, since they are too many
 */
record LiveWindow(List<LiveChunk> chunks, boolean limited) {
  private static final String SUFFIX = ".jfr";

  /**
   * What is there now.
   *
   * @param keepNanos how long before its end chunks must have ended to be left out
   * @param mostBytes how many bytes chunks may have together; the latest is there in any case
   * @throws IOException if the folder cannot be read, or is not there
   */
  static LiveWindow of(Path folder, long keepNanos, long mostBytes) throws IOException {
    List<LiveChunk> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(LiveWindow::isRecording).sorted().toList()) {
        try {
          all.addAll(LiveChunk.of(file));
        } catch (NoSuchFileException e) {
          // The JVM deletes the oldest.
        }
      }
    }
    all.sort(Comparator.comparingLong(LiveChunk::begin));
    return last(all, keepNanos, mostBytes);
  }

  /** A pipe or device of that name would be waited for. */
  private static boolean isRecording(Path file) {
    return file.toString().endsWith(SUFFIX) && Files.isRegularFile(file);
  }

  private static LiveWindow last(List<LiveChunk> all, long keepNanos, long mostBytes) {
    List<LiveChunk> chosen = new ArrayList<>();
    long bytes = 0;
    boolean limited = false;
    for (int i = all.size() - 1; i >= 0; i--) {
      LiveChunk chunk = all.get(i);
      if (chosen.isEmpty()) {
        if (chunk.usable()) {
          chosen.addFirst(chunk);
          bytes = chunk.size();
        }
        continue; // A new one has nothing to read in its first second.
      }
      boolean old = chunk.end() < chosen.getLast().end() - keepNanos;
      // A reader ends at a chunk that is not finished, and a hole would be taken for silence.
      if (old || !chunk.usable() || !chunk.finished()) {
        break;
      }
      if (bytes + chunk.size() > mostBytes) {
        limited = true;
        break;
      }
      chosen.addFirst(chunk);
      bytes += chunk.size();
    }
    return new LiveWindow(List.copyOf(chosen), limited);
  }

  /**
   * Writes it as one recording.
   *
   * @param file does not exist yet
   * @throws IOException if a chunk is no longer there, or the file cannot be written
   */
  void copyTo(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      for (LiveChunk chunk : chunks) {
        chunk.copyTo(out);
      }
    }
  }
}
