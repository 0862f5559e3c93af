package dev.loomtrace.recorder;

import dev.loomtrace.internal.PrivateFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder for dumps, with a bound on their number and size that holds at every moment, unfinished
 * ones included. The oldest make room for new ones. Only regular files whose names follow the
 * pattern of this folder's own dumps are counted or deleted: {@code
 * PREFIX-YYYYMMDD-HHMMSS.mmm-PID-NUMBER.jfr}, whichever process with the same prefix wrote them.
 *
 * <p>{@link #next} may be called by any thread; the rest is for the one that writes dumps.
 */
public final class DumpFolder {
  /** What a prefix may be made of: nothing that means something to a shell or in a path. */
  public static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** A process that is killed leaves an unfinished file; one that has not grown for so long is. */
  private static final Duration ABANDONED = Duration.ofMinutes(5);

  /** Characters of a name that the name of its unfinished file has. */
  private static final int CUT = 32;

  private static final int NANOS_PER_MILLI = 1_000_000;

  private final Path folder;
  private final String prefix;
  private final int maxFiles;
  private final long maxBytes;
  private final Pattern dumps;
  private final Pattern parts;
  private final AtomicLong number = new AtomicLong();

  /** A dump in the folder, or one that is being written. */
  private record Dump(Path path, long bytes, boolean whole) {}

  /**
   * A folder, which is made when the first dump is written.
   *
   * @param prefix of the names; matches {@link #PREFIX}
   * @param maxFiles positive
   * @param maxBytes positive; of all dumps together
   */
  public DumpFolder(Path folder, String prefix, int maxFiles, long maxBytes) {
    this.folder = folder;
    this.prefix = prefix;
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
    String name = Pattern.quote(prefix) + "-\\d{8}-\\d{6}\\.\\d{3}-\\d{1,19}-\\d{1,19}\\.jfr";
    this.dumps = Pattern.compile(name);
    // As WholeFile names them: the beginning of the name, and what nobody can guess.
    this.parts = Pattern.compile("\\.(?<name>.{1," + CUT + "})\\.[0-9a-f]{24}\\.part");
  }

  /** A path for a dump that is requested now; nothing is there yet. */
  Path next() {
    return folder.resolve(
        prefix
            + "-"
            + time(Instant.now())
            + "-"
            + ProcessHandle.current().pid()
            + "-"
            // Several of a millisecond sort by age too.
            + digits(number.incrementAndGet(), 6)
            + ".jfr");
  }

  // In UTC, so that names sort by age. Without formatters, which load classes and look up locales:
  // the text of an Instant is made by one.
  static String time(Instant now) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(now.getEpochSecond(), now.getNano(), ZoneOffset.UTC);
    return digits(utc.getYear(), 4)
        + digits(utc.getMonthValue(), 2)
        + digits(utc.getDayOfMonth(), 2)
        + "-"
        + digits(utc.getHour(), 2)
        + digits(utc.getMinute(), 2)
        + digits(utc.getSecond(), 2)
        + "."
        + digits(utc.getNano() / NANOS_PER_MILLI, 3);
  }

  private static String digits(long number, int least) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, least - digits.length())) + digits;
  }

  /** Does what naming a dump does: who requests the first one is not to wait for classes. */
  static void rehearse() {
    new DumpFolder(Path.of("."), "loomtrace", 1, 1).next();
  }

  /**
   * Checks that nothing has the name of a dump. Who can guess it may have put a link there, and
   * what a dump replaces would be where that leads.
   *
   * @throws FileAlreadyExistsException if there is something
   */
  void requireFree(Path dump) throws IOException {
    if (Files.exists(dump, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(dump.toString());
    }
  }

  /**
   * Deletes the oldest dumps until there is room for one more, and makes the folder if it is not
   * there.
   *
   * @param bytes size that is expected
   * @return the most bytes that the dump may have
   * @throws IOException if there can be no room, or the folder cannot be used
   */
  long makeRoom(long bytes) throws IOException {
    if (bytes > maxBytes) {
      throw new IOException(
          "a dump of " + bytes + " bytes is more than the folder may hold, " + maxBytes);
    }
    PrivateFolder.create(folder);
    List<Dump> oldest = dumpsByAge();
    long total = oldest.stream().mapToLong(Dump::bytes).sum();
    int left = oldest.size();
    // More than is expected: what happens until the window is cut comes on top.
    long wanted = Math.min(maxBytes, bytes + bytes / 4 + (1 << 20));
    for (Dump dump : oldest) {
      if (left < maxFiles && total + wanted <= maxBytes) {
        break;
      }
      if (dump.whole()) {
        Files.deleteIfExists(dump.path());
        left--;
        total -= dump.bytes();
      }
    }
    if (left >= maxFiles || total + bytes > maxBytes) {
      throw new IOException("unfinished dumps of other processes leave no room in the folder");
    }
    return maxBytes - total;
  }

  /** What is there, oldest first; deletes unfinished dumps that nobody finishes. */
  private List<Dump> dumpsByAge() throws IOException {
    List<Dump> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        add(entry, found);
      }
    }
    found.sort(Comparator.comparing(dump -> dump.path().getFileName().toString()));
    return found;
  }

  private void add(Path entry, List<Dump> found) throws IOException {
    String name = entry.getFileName().toString();
    boolean whole = dumps.matcher(name).matches();
    if (!whole && !isPart(name)) {
      return;
    }
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return; // Another process that writes here has deleted it.
    }
    if (!attributes.isRegularFile()) {
      return; // A link, or what else somebody has put there.
    }
    Instant abandoned = Instant.now().minus(ABANDONED);
    if (!whole && attributes.lastModifiedTime().toInstant().isBefore(abandoned)) {
      Files.deleteIfExists(entry);
    } else {
      found.add(new Dump(entry, attributes.size(), whole));
    }
  }

  @SuppressWarnings("JdkObsolete") // Whether more of the name could make it match is the question.
  private boolean isPart(String name) {
    Matcher part = parts.matcher(name);
    if (!part.matches()) {
      return false;
    }
    String begun = part.group("name");
    Matcher dump = dumps.matcher(begun);
    // One that is cut off there is compared with as much of the pattern as there is.
    return dump.matches() || (begun.length() == CUT && dump.hitEnd());
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
