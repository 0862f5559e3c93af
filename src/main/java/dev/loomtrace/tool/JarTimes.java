package dev.loomtrace.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Makes the times of jars speak of what is in them.
 *
 * <p>A JVM knows a jar by its size and its time of modification, and takes classes of a jar that
 * has both from its cache without another look. Our jars have one time, whatever is in them, as
 * builds that can be repeated want it; so classes of the cache could stand for those of a newer jar
 * of the same size. After this no other jar has the same time, neither of another build nor of an
 * archive that is unpacked over this one, and the JVM itself refuses the cache.
 */
final class JarTimes {
  /** Times begin here, and end before the first build: a build replaces what is older. */
  private static final Instant FIRST = Instant.parse("1985-01-01T00:00:00Z");

  /** So many seconds are 34 years. */
  private static final long RANGE = 1L << 30;

  private final Map<Path, FileTime> times;

  private JarTimes(Map<Path, FileTime> times) {
    this.times = times;
  }

  /**
   * Sets them; the owner of the files can.
   *
   * @throws FileSystemException if one is a link: what it leads to may belong to others
   */
  static JarTimes set(List<Path> jars) throws IOException {
    for (Path jar : jars) {
      if (Files.isSymbolicLink(jar)) {
        throw new FileSystemException(
            jar.toString(), null, "is a link, and what it leads to may not be changed");
      }
    }
    JarTimes times = of(jars);
    for (Map.Entry<Path, FileTime> jar : times.times.entrySet()) {
      if (!Files.getLastModifiedTime(jar.getKey()).equals(jar.getValue())) {
        Files.setLastModifiedTime(jar.getKey(), jar.getValue());
      }
    }
    return times;
  }

  private static JarTimes of(List<Path> jars) throws IOException {
    Map<Path, FileTime> times = new LinkedHashMap<>();
    for (Path jar : jars) {
      times.put(jar, time(jar));
    }
    return new JarTimes(times);
  }

  private static FileTime time(Path jar) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(jar), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return FileTime.from(FIRST.plusSeconds(sum.getValue() % RANGE));
  }

  /** Whether no jar has been replaced since. */
  boolean hold() throws IOException {
    for (Map.Entry<Path, FileTime> jar : times.entrySet()) {
      if (!Files.getLastModifiedTime(jar.getKey()).equals(jar.getValue())) {
        return false;
      }
    }
    return true;
  }
}
