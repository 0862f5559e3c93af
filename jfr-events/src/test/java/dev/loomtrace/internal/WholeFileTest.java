package dev.loomtrace.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.FlightRecorder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to write a file, to a target of each kind. */
class WholeFileTest {
  private static final FlightRecorder RECORDER =
      new FlightRecorder(FlightRecorder.Config.builder().minDumpInterval(Duration.ZERO).build());

  @TempDir Path folder;

  /** A way to write a file. */
  enum Writer {
    WHOLE_FILE {
      @Override
      void write(Path file) throws IOException {
        WholeFile.write(file, out -> out.write("new".getBytes(UTF_8)));
      }
    },
    PRIVATE_FILE {
      @Override
      void write(Path file) throws IOException {
        WholeFile.writePrivate(file, out -> out.write("new".getBytes(UTF_8)));
      }
    },
    WRITE_TO {
      @Override
      void write(Path file) throws IOException {
        RECORDER.writeTo(file);
      }
    },
    DUMP {
      @Override
      void write(Path file) throws IOException, InterruptedException {
        try {
          assertEquals(file, RECORDER.dump(file, "test").get());
        } catch (ExecutionException e) {
          throw new IOException(e.getCause().getMessage(), e.getCause());
        }
      }
    };

    abstract void write(Path file) throws IOException, InterruptedException;

    /** Whether these bytes are all that it writes. */
    boolean wrote(byte[] bytes) {
      String start = new String(bytes, 0, Math.min(3, bytes.length), UTF_8);
      if (this == WHOLE_FILE || this == PRIVATE_FILE) {
        return bytes.length == 3 && start.equals("new");
      }
      return bytes.length > 1000 && start.equals("FLR");
    }
  }

  @BeforeAll
  static void start() {
    RECORDER.start();
  }

  @AfterAll
  static void stop() {
    RECORDER.close();
  }

  @ParameterizedTest
  @EnumSource
  void doesWithEachKindOfTargetWhatItShould(Writer writer) throws Exception {
    for (TargetKind kind : TargetKind.values()) {
      Path room = Files.createDirectory(folder.resolve(kind + "-" + writer));
      try (TargetKind.Target target = kind.create(room)) {
        if (target == null) {
          System.err.println("SKIPPED: cannot make a target of the kind " + kind);
          continue;
        }
        List<String> before = TargetKind.listing(room);
        try {
          writer.write(target.path());
          assertFalse(target.refused(), kind + " must be refused");
          assertTrue(target.holds(writer::wrote), kind + " was not written as it should be");
        } catch (IOException e) {
          assertTrue(target.refused(), kind + ": " + e);
          assertFalse(e.getMessage().isBlank());
          assertEquals(before, TargetKind.listing(room), kind + " was changed");
        }
        List<String> after = TargetKind.listing(room);
        after.removeAll(before);
        assertEquals(target.appears(), after, kind + " left or changed something");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheRightsOfWhatItReplaces(Writer writer) throws Exception {
    for (String rights : List.of("rw-------", "rw-rw-rw-", "rwxr-x--x", "rw-r-----")) {
      Path file = Files.createFile(folder.resolve(writer + rights));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
      boolean root = Files.getAttribute(file, "unix:uid").equals(0);
      if (root) {
        Files.setAttribute(file, "unix:gid", 12);
        Files.setAttribute(file, "unix:uid", 34);
      }
      writer.write(file);
      assertEquals(rights, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      if (root) {
        Map<String, Object> owners = Files.readAttributes(file, "unix:uid,gid");
        assertEquals(Map.of("uid", 34, "gid", 12), owners);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIVATE_FILE", "WRITE_TO", "DUMP"})
  void newOnesAreTheirOwnersOnly(Writer writer) throws Exception {
    Path file = folder.resolve("new");
    writer.write(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void areTheirOwnersOnlyFromTheFirstByteOn() throws Exception {
    Path open = Files.createFile(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    for (Path target : List.of(open, folder.resolve("new"))) {
      WholeFile.writePrivate(
          target,
          out -> {
            out.write(1);
            Path part = parts().getFirst();
            assertEquals(1, Files.size(part));
            assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(part)));
          });
    }
    assertEquals(List.of(), parts());
  }

  private List<Path> parts() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".part")).toList();
    }
  }

  @Test
  void followsNoLinkThatIsPlantedForThePart() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    for (Path victim : List.of(secret, folder.resolve("missing"))) {
      Path planted = Files.createSymbolicLink(folder.resolve("planted"), victim);
      assertThrows(FileAlreadyExistsException.class, () -> new Part(planted, true, Duration.ZERO));
      assertTrue(Files.isSymbolicLink(planted));
      Files.delete(planted);
    }
    assertEquals("secret", Files.readString(secret));
    assertFalse(Files.exists(folder.resolve("missing")));
  }

  @Test
  void partsHaveNamesThatNobodyKnows() throws IOException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      names.add(Unguessable.name());
    }
    assertEquals(1000, names.size());
    assertTrue(names.stream().allMatch(name -> name.matches("[0-9a-f]{24}")));
  }

  @Test
  void worksOnFileSystemsThatDoNotKnowRights() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("f.zip"), Map.of("create", "true"))) {
      assertFalse(zip.supportedFileAttributeViews().contains("posix"));
      Path file = zip.getPath("/f");
      WholeFile.writePrivate(file, out -> out.write(1));
      WholeFile.write(file, out -> out.write(2));
      assertArrayEquals(new byte[] {2}, Files.readAllBytes(file));
      assertThrows(IOException.class, () -> WholeFile.write(zip.getPath("/"), out -> {}));
    }
  }

  @Test
  void leavesWhatWasThereIfTheContentFails() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    List<String> before = TargetKind.listing(folder);
    assertThrows(
        IOException.class,
        () ->
            WholeFile.write(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("no more");
                }));
    assertEquals(before, TargetKind.listing(folder));
    assertEquals("old", Files.readString(file));
  }
}
