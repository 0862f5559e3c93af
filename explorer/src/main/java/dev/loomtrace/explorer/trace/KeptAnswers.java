package dev.loomtrace.explorer.trace;

import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Answers in files beside the stores of their traces. A file is named after the trace's content,
 * the question and the program, and begins with a checksum of the rest. What cannot be kept, or is
 * not as it was written, is as if it were not there. The last {@value #MAX_FILES} stay.
 */
final class KeptAnswers {
  private static final int MAX_FILES = 200;
  private static final int SUM_LENGTH = 8;
  private static final String SUFFIX = ".answer";

  private final Path directory;
  private final String build;

  KeptAnswers(Path directory, String build) {
    this.directory = directory;
    this.build = build;
  }

  String of(FileSource source, String question, Lazy.Maker<String> maker) throws IOException {
    source.check();
    Path trace = source.path();
    String identity = StoreCache.identity(trace);
    Path file = directory.resolve(identity + "-" + sum(build + "\n" + question) + SUFFIX);
    Optional<String> kept = read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    String text = maker.make();
    // What was made of a trace while it changed is of no use to others.
    if (StoreCache.identity(trace).equals(identity)) {
      write(file, text);
    }
    return text;
  }

  private static String sum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static Optional<String> read(Path file) {
    try {
      String text = Files.readString(file);
      return text.length() >= SUM_LENGTH
              && text.substring(0, SUM_LENGTH).equals(sum(text.substring(SUM_LENGTH)))
          ? Optional.of(text.substring(SUM_LENGTH))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void write(Path file, String text) {
    if (!directory.isAbsolute()) {
      return; // As with stores.
    }
    try {
      Files.createDirectories(directory);
      Path part = directory.resolve(file.getFileName() + "." + UUID.randomUUID());
      try {
        Files.writeString(part, sum(text) + text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      tidy();
    } catch (IOException e) {
      // It is made anew the next time.
    }
  }

  private void tidy() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains(SUFFIX)).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    List<Path> files = new ArrayList<>(times.keySet());
    files.sort(Comparator.comparing(times::get));
    for (Path file : files.subList(0, Math.max(0, files.size() - MAX_FILES))) {
      Files.deleteIfExists(file);
    }
  }
}
