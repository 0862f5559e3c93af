package example;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Something that a process needs and that is used up for a while. */
interface Shortage {
  /** Keeps it used up until this is closed. */
  @FunctionalInterface
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Uses it up. */
  Held begin() throws IOException;

  /** All file descriptors that the process may have. */
  static Shortage ofDescriptors() {
    return () -> {
      List<InputStream> open = new ArrayList<>();
      try {
        while (true) {
          open.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        return () -> {
          for (InputStream in : open) {
            in.close();
          }
        };
      }
    };
  }

  /** All but some bytes of a disk. */
  static Shortage ofDisk(Path directory, long left) {
    return () -> {
      Path ballast = directory.resolve("ballast");
      try (FileOutputStream out = new FileOutputStream(ballast.toFile())) {
        byte[] block = new byte[1 << 16];
        while (Files.getFileStore(directory).getUsableSpace() > left) {
          out.write(block);
        }
      }
      return () -> Files.delete(ballast);
    };
  }
}
