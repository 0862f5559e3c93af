package dev.loomtrace.internal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What may be where a file is to be written. */
enum TargetKind {
  NOTHING {
    @Override
    Target create(Path room) {
      return Target.file(room.resolve("f"), "f");
    }
  },
  LONGEST_NAME {
    @Override
    Target create(Path room) {
      String name = "n".repeat(255);
      return Target.file(room.resolve(name), name);
    }
  },
  LONGEST_NAME_BEYOND_ASCII {
    @Override
    Target create(Path room) {
      String name = "n" + "\ud83e\uddf5".repeat(63);
      return Target.file(room.resolve(name), name);
    }
  },
  NAME_TOO_LONG {
    @Override
    Target create(Path room) {
      return Target.refused(room.resolve("n".repeat(256)));
    }
  },
  FILE {
    @Override
    Target create(Path room) throws IOException {
      return Target.file(Files.writeString(room.resolve("f"), "older and longer"));
    }
  },
  LINK_TO_FILE {
    @Override
    Target create(Path room) throws IOException {
      FILE.create(room);
      return Target.file(link(room, "l", "f"));
    }
  },
  CHAIN_OF_LINKS {
    @Override
    Target create(Path room) throws IOException {
      Files.createDirectory(room.resolve("d"));
      link(room, "d/b", "../c");
      link(room, "c", room.resolve("f").toString());
      return Target.file(link(room, "a", "d/b"), "f");
    }
  },
  DANGLING_LINK {
    @Override
    Target create(Path room) throws IOException {
      return Target.file(link(room, "l", "f"), "f");
    }
  },
  LINK_INTO_NO_DIRECTORY {
    @Override
    Target create(Path room) throws IOException {
      return Target.refused(link(room, "l", "missing/f"));
    }
  },
  LINKS_IN_A_CIRCLE {
    @Override
    Target create(Path room) throws IOException {
      link(room, "b", "a");
      return Target.refused(link(room, "a", "b"));
    }
  },
  LINKED_DIRECTORY_ABOVE {
    @Override
    Target create(Path room) throws IOException {
      Files.createDirectory(room.resolve("d"));
      return Target.file(link(room, "l", "d").resolve("f"), "d/f");
    }
  },
  DIRECTORY {
    @Override
    Target create(Path room) throws IOException {
      return Target.refused(Files.createDirectory(room.resolve("d")));
    }
  },
  LINK_TO_DIRECTORY {
    @Override
    Target create(Path room) throws IOException {
      DIRECTORY.create(room);
      return Target.refused(link(room, "l", "d"));
    }
  },
  ROOT_DIRECTORY {
    @Override
    Target create(Path room) {
      return Target.refused(room.getRoot());
    }
  },
  NO_DIRECTORY_ABOVE {
    @Override
    Target create(Path room) {
      return Target.refused(room.resolve("missing/f"));
    }
  },
  FILE_ABOVE {
    @Override
    Target create(Path room) throws IOException {
      return Target.refused(Files.createFile(room.resolve("f")).resolve("f"));
    }
  },
  DIRECTORY_THAT_MAY_NOT_BE_WRITTEN {
    @Override
    Target create(Path room) throws IOException {
      Path file = Files.createFile(Files.createDirectory(room.resolve("d")).resolve("f"));
      restrict(file.getParent(), "r-xr-xr-x");
      return Files.isWritable(file.getParent()) ? null : Target.refused(file); // Root may.
    }
  },
  FILE_THAT_MAY_NOT_BE_WRITTEN {
    @Override
    Target create(Path room) throws IOException {
      Path file = Files.createFile(room.resolve("f"));
      restrict(file, "r--r--r--");
      return Files.isWritable(file) ? Target.file(file) : Target.refused(file);
    }
  },
  FIFO {
    @Override
    Target create(Path room) throws IOException {
      Path fifo = room.resolve("fifo");
      return run("mkfifo", fifo.toString()) ? Target.read(fifo, fifo) : null;
    }
  },
  LINK_TO_FIFO {
    @Override
    Target create(Path room) throws IOException {
      Path fifo = room.resolve("fifo");
      return run("mkfifo", fifo.toString()) ? Target.read(link(room, "l", "fifo"), fifo) : null;
    }
  },
  SOCKET {
    @Override
    Target create(Path room) throws IOException {
      // Its path may have 100 characters or so.
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "s");
      Path socket = folder.resolve("s");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
      }
      Files.move(socket, room.resolve("s"));
      Files.delete(folder);
      return Target.refused(room.resolve("s"));
    }
  },
  /** Root only: as {@code /dev/null}, which is not put at risk here. */
  DEVICE {
    @Override
    Target create(Path room) throws IOException {
      Path device = room.resolve("null");
      return run("mknod", device.toString(), "c", "1", "3") ? Target.unread(device) : null;
    }
  },
  LINK_TO_DEVICE {
    @Override
    Target create(Path room) throws IOException {
      return DEVICE.create(room) == null ? null : Target.unread(link(room, "l", "null"));
    }
  },
  DEVICE_THAT_IS_FULL {
    @Override
    Target create(Path room) throws IOException {
      Path device = room.resolve("full");
      return run("mknod", device.toString(), "c", "1", "7") ? Target.refused(device) : null;
    }
  },
  OPEN_DESCRIPTOR {
    @Override
    Target create(Path room) throws IOException {
      // As /dev/stdout is: a link to a link that Linux makes for what is open.
      Path file = Files.createFile(room.resolve("f"));
      FileOutputStream out = new FileOutputStream(file.toFile(), true);
      Path descriptor = descriptor(file);
      if (descriptor == null) {
        out.close();
        return null;
      }
      return new Target(
          link(room, "l", descriptor.toString()),
          false,
          List.of(),
          () -> Files.readAllBytes(file),
          out);
    }
  };

  /**
   * A target.
   *
   * @param appears names of what is in the room after it was written, and was not before
   * @param content what was written; null if it cannot be known
   */
  record Target(
      Path path,
      boolean refused,
      List<String> appears,
      Callable<byte[]> content,
      Closeable resource)
      implements Closeable {
    private static Target file(Path path, String... appears) {
      return new Target(path, false, List.of(appears), () -> Files.readAllBytes(path), () -> {});
    }

    private static Target refused(Path path) {
      return new Target(path, true, List.of(), () -> new byte[0], () -> {});
    }

    private static Target unread(Path path) {
      return new Target(path, false, List.of(), null, () -> {});
    }

    private static Target read(Path path, Path fifo) {
      FutureTask<byte[]> reader = new FutureTask<>(() -> Files.readAllBytes(fifo));
      Thread.ofPlatform().daemon().start(reader);
      return new Target(path, false, List.of(), reader::get, () -> {});
    }

    /** Whether this is what the writer wrote, as far as can be known. */
    boolean holds(Predicate<byte[]> expected) throws Exception {
      return content == null || expected.test(content.call());
    }

    @Override
    public void close() throws IOException {
      resource.close();
    }
  }

  /** Makes one in an empty directory; null: not possible here. */
  abstract Target create(Path room) throws IOException;

  /** What is in a directory: name, kind, where it links to. */
  static List<String> listing(Path room) throws IOException {
    try (Stream<Path> files = Files.walk(room)) {
      List<String> names = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        names.add(room.relativize(file) + kind(file));
      }
      return names;
    }
  }

  private static String kind(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "@" + Files.readSymbolicLink(file);
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return "/";
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? "" : " (special)";
  }

  private static Path link(Path room, String name, String to) throws IOException {
    return Files.createSymbolicLink(room.resolve(name), Path.of(to));
  }

  private static void restrict(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static Path descriptor(Path file) throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return null;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(d -> leadsTo(d, file)).findFirst().orElse(null);
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.isSameFile(link, file);
    } catch (IOException e) {
      return false; // The one of this list itself.
    }
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
