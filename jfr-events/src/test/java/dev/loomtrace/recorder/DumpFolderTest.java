package dev.loomtrace.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.internal.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bound of a folder holds, and nothing is deleted that is no dump of its own. */
class DumpFolderTest {
  private static final String OLD = "app-20200101-000000.000-1-";
  private static final String PART = ".0123456789abcdef01234567.part";

  @TempDir Path temporary;

  private Path at() {
    return temporary.resolve("dumps");
  }

  private static void write(DumpFolder folder, int bytes) throws IOException {
    folder.makeRoom(bytes);
    Path file = folder.next();
    assertFalse(Files.exists(file));
    WholeFile.writePrivate(file, out -> out.write(new byte[bytes]));
  }

  private NavigableSet<String> names() throws IOException {
    try (Stream<Path> files = Files.list(at())) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void keepsTheNewest() throws IOException {
    DumpFolder folder = new DumpFolder(at(), "app", 3, 1 << 30);
    for (int i = 1; i <= 12; i++) {
      write(folder, 10);
      assertTrue(names().size() <= 3);
    }
    NavigableSet<String> kept = names();
    assertEquals(3, kept.size());
    assertTrue(kept.stream().allMatch(name -> name.matches("app-.*-00001[012]\\.jfr")), "" + kept);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(at())));
  }

  @Test
  void keepsNoMoreBytesThanItMay() throws IOException {
    int limit = 10 << 20;
    DumpFolder folder = new DumpFolder(at(), "app", 100, limit);
    for (int i = 0; i < 8; i++) {
      write(folder, 3 << 20);
      long total = 0;
      for (String name : names()) {
        total += Files.size(at().resolve(name));
      }
      assertTrue(total <= limit, total + " bytes");
      assertTrue(total >= 6 << 20 || i == 0, "more is deleted than must be: " + total);
      // A dump may become larger than expected, and room for that is made too.
    }
    IOException tooLarge = assertThrows(IOException.class, () -> folder.makeRoom(limit + 1));
    assertTrue(tooLarge.getMessage().contains("more than the folder may hold"));
    assertEquals(2, names().size(), "nothing is deleted for what cannot be kept");
  }

  @Test
  void countsWhatAProcessBeforeHasWritten() throws IOException {
    Files.createDirectories(at());
    for (int i = 0; i < 5; i++) {
      Files.createFile(at().resolve(OLD + i + ".jfr"));
    }
    write(new DumpFolder(at(), "app", 2, 1 << 30), 1);
    NavigableSet<String> kept = names();
    assertEquals(2, kept.size());
    assertEquals(OLD + "4.jfr", kept.first());
  }

  @Test
  void deletesNothingOfOthers() throws IOException {
    Files.createDirectories(at());
    Path precious = Files.writeString(temporary.resolve("precious.jfr"), "x");
    TreeSet<String> foreign = new TreeSet<>();
    for (String name :
        new String[] {
          "notes.txt",
          "app.jfr",
          "app-20200101-000000.000-1-1.jfr.gz",
          "xapp-20200101-000000.000-1-1.jfr",
          "other-20200101-000000.000-1-1.jfr",
          "app-20200101-000000.000-1-x.jfr",
          "app-2020-1.jfr",
          ".other-20200101-000000.000-1-1.jf" + PART,
          ".app-notes" + PART
        }) {
      Files.createFile(at().resolve(name));
      foreign.add(name);
    }
    String link = OLD + "7.jfr";
    Files.createSymbolicLink(at().resolve(link), precious);
    String loose = OLD + "8.jfr";
    Files.createSymbolicLink(at().resolve(loose), temporary.resolve("nowhere"));
    String directory = OLD + "9.jfr";
    Files.createDirectory(at().resolve(directory));
    foreign.add(link);
    foreign.add(loose);
    foreign.add(directory);
    DumpFolder folder = new DumpFolder(at(), "app", 1, 1 << 30);
    for (int i = 0; i < 5; i++) {
      write(folder, 1);
    }
    NavigableSet<String> left = names();
    assertEquals(1, left.stream().filter(name -> !foreign.contains(name)).count(), "" + left);
    assertTrue(left.containsAll(foreign), "" + left);
    assertTrue(Files.isSymbolicLink(at().resolve(link)));
    assertEquals("x", Files.readString(precious));
  }

  @Test
  void deletesWhatAKilledProcessLeftWhenItIsOld() throws IOException {
    Files.createDirectories(at());
    Path part = Files.createFile(at().resolve("." + OLD + "000000" + PART));
    DumpFolder folder = new DumpFolder(at(), "app", 1, 1 << 30);
    IOException e = assertThrows(IOException.class, () -> folder.makeRoom(1));
    assertTrue(e.getMessage().startsWith("unfinished dumps"), e.getMessage());
    assertTrue(Files.exists(part), "somebody may be writing it");
    Instant before = Instant.now().minus(Duration.ofMinutes(6));
    Files.setLastModifiedTime(part, FileTime.from(before));
    write(folder, 1);
    assertFalse(Files.exists(part, LinkOption.NOFOLLOW_LINKS));
    assertEquals(1, names().size());
  }

  /** Names of unfinished files are cut off, so those of a longer prefix look much the same. */
  @Test
  void leavesUnfinishedDumpsOfAnotherPrefixAlone() throws IOException {
    Files.createDirectories(at());
    Path other = Files.createFile(at().resolve(".app-2-20200101-000000.000-1-0000" + PART));
    Path noDump = Files.createFile(at().resolve(".app-2020" + PART));
    Instant before = Instant.now().minus(Duration.ofMinutes(6));
    Files.setLastModifiedTime(other, FileTime.from(before));
    Files.setLastModifiedTime(noDump, FileTime.from(before));
    write(new DumpFolder(at(), "app", 1, 1 << 30), 1);
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(noDump));
    write(new DumpFolder(at(), "app-2", 1, 1 << 30), 1);
    assertFalse(Files.exists(other));
  }

  /** Who can guess a name may have put a link there, to a file of this process's user. */
  @Test
  void writesNothingWhereSomethingIs() throws IOException {
    Files.createDirectories(at());
    DumpFolder folder = new DumpFolder(at(), "app", 1, 1 << 30);
    Path free = folder.next();
    folder.requireFree(free);
    Path taken = folder.next();
    Files.createSymbolicLink(taken, temporary.resolve("nowhere"));
    assertThrows(FileAlreadyExistsException.class, () -> folder.requireFree(taken));
  }

  @Test
  void namesSortByTime() {
    assertEquals("20261130-061950.123", DumpFolder.time(Instant.ofEpochMilli(1796019590123L)));
    assertEquals("20261130-061950.000", DumpFolder.time(Instant.ofEpochMilli(1796019590000L)));
    assertEquals("20260102-030405.007", DumpFolder.time(Instant.parse("2026-01-02T03:04:05.007Z")));
  }

  @Test
  void saysWhatIsInItsPlace() throws IOException {
    Files.createFile(at());
    DumpFolder folder = new DumpFolder(at(), "app", 1, 1 << 30);
    assertThrows(IOException.class, () -> folder.makeRoom(1));
    assertTrue(Files.isRegularFile(at()));
  }
}
