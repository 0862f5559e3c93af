package dev.loomtrace.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * Files that appear, or replace an older one, only when they are complete: whatever fails leaves
 * what was there before.
 *
 * <p>Links are followed and stay in place, even those to a file that does not exist yet. A file
 * that is replaced keeps its permissions, and its owner and group where the process may set them;
 * one that may not be written is not replaced. Anything but a regular file is never replaced:
 * devices, FIFOs and open descriptors such as {@code /dev/stdout} are written into, piece by piece,
 * and a FIFO waits for its reader; directories and sockets are refused.
 *
 * <p>The bytes go into a hidden {@code .part} file beside the target. It is deleted whatever
 * happens, unless the process is killed or halted.
 */
public final class WholeFile {
  /** How long a JVM that ends waits for a private file that is being written. */
  public static final Duration PATIENCE_AT_EXIT = Duration.ofSeconds(5);

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the caller closes the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a file. A new one has the permissions that the process gives its files. A JVM that ends
   * meanwhile abandons it.
   *
   * @throws IOException if it cannot be written, or from the content; then nothing has changed
   */
  public static void write(Path file, Content content) throws IOException {
    write(file, false, Duration.ZERO, content);
  }

  /**
   * Writes a file. A new one is readable by its owner only, from its first byte on. A JVM that ends
   * meanwhile waits {@link #PATIENCE_AT_EXIT} for it.
   *
   * @throws IOException as {@link #write} does, and if the JVM is ending
   */
  public static void writePrivate(Path file, Content content) throws IOException {
    write(file, true, PATIENCE_AT_EXIT, content);
  }

  private static void write(Path file, boolean ownerOnly, Duration patienceAtExit, Content content)
      throws IOException {
    BasicFileAttributes existing = attributes(file);
    if (existing != null && existing.isDirectory()) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    if (existing != null && !existing.isRegularFile()) {
      writeInto(file, content, StandardOpenOption.WRITE);
      return;
    }
    Path target = Links.resolve(file);
    if (existing != null && Links.isOpenDescriptor(target)) {
      // By appending: it may be the standard output, with text of others in it.
      writeInto(file, content, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      return;
    }
    Rights rights = null;
    if (existing != null) {
      Files.newByteChannel(file, StandardOpenOption.WRITE).close(); // Fails if that is forbidden.
      rights = Rights.of(target);
    }
    try (Part part = Part.create(target, ownerOnly || rights != null, patienceAtExit)) {
      try (OutputStream out = part.open()) {
        content.writeTo(out);
      }
      if (rights != null) {
        rights.giveTo(part.path());
      }
      move(part.path(), target);
    }
  }

  /** Null if the file does not exist; there may still be a link of that name. */
  private static BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void writeInto(Path file, Content content, OpenOption... options)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file, options)) {
      content.writeTo(out);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
