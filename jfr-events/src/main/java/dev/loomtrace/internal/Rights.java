package dev.loomtrace.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Permissions, owner and group of a file, on file systems that have them as POSIX does. */
final class Rights {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Collections.unmodifiableSet(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      Collections.unmodifiableSet(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
  private static final String OWNER = "unix:uid";
  private static final String GROUP = "unix:gid";

  private final Set<PosixFilePermission> permissions;
  private final Object owner;
  private final Object group;

  private Rights(Set<PosixFilePermission> permissions, Object owner, Object group) {
    this.permissions = permissions;
    this.owner = owner;
    this.group = group;
  }

  /** Attributes for creating a file that only its owner may read and write. */
  static FileAttribute<?>[] ownerOnly(Path file) {
    return knows(file, "posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  /** Attributes for creating a folder that only its owner may read, write and look into. */
  static FileAttribute<?>[] ownerOnlyFolder(Path folder) {
    return knows(folder, "posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER)}
        : new FileAttribute<?>[0];
  }

  /** The rights of a file; null if its file system has none. */
  static Rights of(Path file) throws IOException {
    if (!knows(file, "posix")) {
      return null;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    // By number: names would be looked up, perhaps over the network.
    return knows(file, "unix")
        ? new Rights(permissions, attribute(file, OWNER), attribute(file, GROUP))
        : new Rights(permissions, null, null);
  }

  private static boolean knows(Path file, String view) {
    return file.getFileSystem().supportedFileAttributeViews().contains(view);
  }

  private static Object attribute(Path file, String name) throws IOException {
    return Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
  }

  /** Gives a file these rights as far as the process may; nobody gets more rights than before. */
  void giveTo(Path file) throws IOException {
    Set<PosixFilePermission> allowed = EnumSet.noneOf(PosixFilePermission.class);
    allowed.addAll(permissions);
    if (!give(file, GROUP, group)) {
      removeUnlessOthers(allowed, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
      removeUnlessOthers(
          allowed, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
      removeUnlessOthers(
          allowed, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
    }
    if (!allowed.equals(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
      Files.setPosixFilePermissions(file, allowed);
    }
    give(file, OWNER, owner); // Last: a file of another owner can no longer be changed.
  }

  private static void removeUnlessOthers(
      Set<PosixFilePermission> allowed, PosixFilePermission group, PosixFilePermission others) {
    if (!allowed.contains(others)) {
      allowed.remove(group);
    }
  }

  private static boolean give(Path file, String name, Object wanted) throws IOException {
    if (wanted == null || wanted.equals(attribute(file, name))) {
      return true;
    }
    try {
      Files.setAttribute(file, name, wanted, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
