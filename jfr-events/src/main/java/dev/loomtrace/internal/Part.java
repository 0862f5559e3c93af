package dev.loomtrace.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The unfinished form of a file, beside it. Closing deletes it, unless it was moved away. */
final class Part implements Closeable {
  /** A file that exists is not opened, nor is what a link of that name leads to. */
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private static final int MAX_NAME = 32;

  private final Path path;
  private final SeekableByteChannel channel;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread exitHook;

  Part(Path path, boolean ownerOnly, Duration patienceAtExit) throws IOException {
    this.path = path;
    this.exitHook =
        new Thread(null, () -> giveUp(patienceAtExit.toNanos()), "delete " + path, 0, false);
    // Before there is anything to delete.
    if (!addHook() && !patienceAtExit.isZero()) {
      throw new IOException("the JVM is ending");
    }
    try {
      FileAttribute<?>[] rights = ownerOnly ? Rights.ownerOnly(path) : new FileAttribute<?>[0];
      this.channel = Files.newByteChannel(path, NEW, rights);
    } catch (IOException | RuntimeException | Error e) {
      removeHook();
      throw e;
    }
  }

  /**
   * Creates it.
   *
   * @param target what it becomes
   * @param ownerOnly whether only its owner may read it
   * @param patienceAtExit how long a JVM that ends waits for it; if not at all, one that is ending
   *     already may still create it
   */
  static Part create(Path target, boolean ownerOnly, Duration patienceAtExit) throws IOException {
    // Names of files are at most 255 bytes long, sometimes less.
    String name = target.getFileName().toString();
    int cut = Math.min(name.length(), MAX_NAME);
    if (cut < name.length() && Character.isHighSurrogate(name.charAt(cut - 1))) {
      cut--;
    }
    String unguessable = "." + name.substring(0, cut) + "." + Unguessable.name() + ".part";
    return new Part(target.resolveSibling(unguessable), ownerOnly, patienceAtExit);
  }

  Path path() {
    return path;
  }

  OutputStream open() {
    return Channels.newOutputStream(channel);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      done.countDown();
      removeHook();
    }
  }

  private void giveUp(long patience) {
    try {
      if (!done.await(patience, TimeUnit.NANOSECONDS)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | InterruptedException e) {
      // The process is ending, and there is nobody left to report it to.
    }
  }

  private boolean addHook() {
    try {
      Runtime.getRuntime().addShutdownHook(exitHook);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook finds nothing to do.
    }
  }
}
