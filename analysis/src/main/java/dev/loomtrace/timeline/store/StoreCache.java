package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.GroupSumsWriter.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A directory of stores, and the door to them. A store is made when its trace is opened for the
 * first time, and made anew when it is damaged, of another version, or of a trace that has changed.
 * Each is named after its trace's content, and the ones that were not opened for the longest time
 * are thrown away. For any number of threads and processes.
 *
 * @param directory where they are; made when it is needed. Unless it is absolute nothing is kept
 * @param limit bytes that all of them may take together; the one just made is kept in any case
 */
public record StoreCache(Path directory, long limit) {
  /** Default limit of a user's cache: 8 GiB. */
  public static final long USUAL_LIMIT = 8L << 30;

  private static final String SUFFIX = ".ltx";
  private static final String GROUPS = ".groups";
  private static final String UNFINISHED = ".part";

  // A build never takes longer.
  private static final Duration ABANDONED = Duration.ofDays(1);

  /** That of the user, where the operating system has such things. */
  public static StoreCache ofUser() {
    Path directory =
        userDirectory(
            System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
    return new StoreCache(directory, USUAL_LIMIT);
  }

  static Path userDirectory(Map<String, String> environment, String system, String home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    String local = environment.getOrDefault("LOCALAPPDATA", "");
    Path caches;
    if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) {
      caches = Path.of(xdg);
    } else if (system.startsWith("Windows") && !local.isEmpty()) {
      caches = Path.of(local);
    } else if (system.startsWith("Mac")) {
      caches = Path.of(home, "Library", "Caches");
    } else {
      caches = Path.of(home, ".cache");
    }
    return caches.resolve("loomtrace");
  }

  /**
   * What a trace's content is called, as {@link SpanStore#identity} says of its store. Reads some
   * of it only.
   *
   * @throws IOException if it cannot be read
   */
  public static String identity(Path trace) throws IOException {
    return TraceIdentity.of(trace).fileName();
  }

  /**
   * Whether a trace has a store, so that it was read before. That may be damaged, or of another
   * version.
   *
   * @throws IOException if the trace cannot be read
   */
  public boolean has(Path trace) throws IOException {
    return Files.isRegularFile(directory.resolve(identity(trace) + SUFFIX));
  }

  /** As {@link #open(Path, BuildProgress)}, without showing how far it is. */
  public SpanStore open(Path trace) throws IOException {
    return open(trace, BuildProgress.NONE);
  }

  /**
   * Opens the store of a trace, after making it if need be. Of a trace that breaks off it has what
   * comes before.
   *
   * @param trace a JFR recording or a Go trace
   * @param progress hears how far it is while the store is made; never if it exists
   * @throws dev.loomtrace.trace.MalformedTraceException if it is neither, or broken before its
   *     first event
   * @throws IOException if it cannot be read, or the store be written anywhere
   */
  public SpanStore open(Path trace, BuildProgress progress) throws IOException {
    return open(trace, Optional.empty(), progress);
  }

  /**
   * The same of a store that is to have {@link SpanStore#taskCourses}: one without is made anew.
   *
   * @param follower finds out what becomes of tasks; the same for all stores of a directory
   */
  public SpanStore open(Path trace, TaskFollower follower, BuildProgress progress)
      throws IOException {
    return open(trace, Optional.of(follower), progress);
  }

  private SpanStore open(Path trace, Optional<TaskFollower> follower, BuildProgress progress)
      throws IOException {
    TraceIdentity identity = TraceIdentity.of(trace);
    Path kept = directory.resolve(identity.fileName() + SUFFIX);
    Optional<SpanStore> found = existing(kept, identity, follower.isPresent());
    return found.isPresent() ? found.get() : make(trace, identity, kept, follower, progress);
  }

  /**
   * What groups of a store's threads do together, after adding that up if need be, which takes
   * about a fifth of the time that making the store did.
   *
   * @param store that {@link #open} opened
   * @param grouping of its threads
   * @param stopped whether it is not needed any more; asked now and then
   * @return empty if there are so few spans that these are added up as fast, or it cannot be kept
   * @throws java.io.InterruptedIOException if it was stopped
   * @throws IOException if it cannot be written
   */
  public Optional<GroupSums> groups(
      SpanStore store, ThreadGrouping grouping, BooleanSupplier stopped) throws IOException {
    TraceIdentity trace = store.traceIdentity();
    if (trace.is(TraceIdentity.NONE) || !hasMany(store) || !isWritable()) {
      return Optional.empty();
    }
    // Other groups of the same threads are another file.
    TraceIdentity identity =
        new TraceIdentity(trace.size(), trace.modified(), trace.sample() ^ sum(grouping));
    Path kept = directory.resolve(trace.fileName() + "-" + identity.fileName() + GROUPS + SUFFIX);
    Optional<StoreFile> found = existingFile(kept, identity);
    if (found.isPresent()) {
      return found.map(GroupSums::new);
    }
    Path unfinished = directory.resolve(kept.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    LeftOvers.add(unfinished);
    try {
      try (GroupSumsWriter writer =
          new GroupSumsWriter(store, grouping, Limits.USUAL, stopped, unfinished)) {
        writer.write(identity);
      }
      if (!publish(unfinished, kept)) {
        LeftOvers.delete(unfinished);
        return Optional.empty();
      }
      return existingFile(kept, identity).map(GroupSums::new);
    } catch (IOException | RuntimeException e) {
      LeftOvers.delete(unfinished);
      throw e;
    }
  }

  private static boolean hasMany(SpanStore store) {
    long spans = 0;
    for (int thread = 0; thread < store.threads().size(); thread++) {
      spans += store.threads().get(thread).spans();
      if (spans >= Limits.USUAL.fewSpans()) {
        return true;
      }
    }
    return false;
  }

  private static long sum(ThreadGrouping grouping) {
    long sum = grouping.groups();
    for (int thread : grouping.members(GroupSums.ALL)) {
      sum = 0x9E3779B97F4A7C15L * (sum ^ (sum >>> Integer.SIZE)) + grouping.groupOf(thread);
    }
    return sum;
  }

  private static Optional<StoreFile> existingFile(Path kept, TraceIdentity identity)
      throws IOException {
    if (!Files.isRegularFile(kept)) {
      return Optional.empty();
    }
    try {
      Optional<StoreFile> file = Optional.ofNullable(StoreFile.open(kept, identity));
      if (file.isPresent()) {
        touch(kept);
      }
      return file;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<SpanStore> existing(
      Path kept, TraceIdentity identity, boolean withCourses) throws IOException {
    try {
      return existingFile(kept, identity)
          .map(file -> new SpanStore(file, List.of()))
          .filter(store -> !withCourses || store.taskCourses().isPresent());
    } catch (DamagedStoreException e) {
      return Optional.empty();
    }
  }

  private static void touch(Path kept) {
    try {
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // It only seems older than it is.
    }
  }

  private SpanStore make(
      Path trace,
      TraceIdentity identity,
      Path kept,
      Optional<TaskFollower> follower,
      BuildProgress progress)
      throws IOException {
    boolean keep = isWritable();
    Path place = keep ? directory : LeftOvers.folder();
    Path unfinished = place.resolve(kept.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    // Whoever interrupts the program meanwhile wants nothing to be left behind.
    LeftOvers.add(unfinished);
    try {
      StoreBuild.write(trace, identity, unfinished, follower, progress);
      // What was made of a trace while it changed is of no use to others.
      if (keep && TraceIdentity.of(trace).is(identity) && publish(unfinished, kept)) {
        Optional<SpanStore> store = existing(kept, identity, follower.isPresent());
        // Another process may have thrown it away again.
        return store.isPresent() ? store.get() : make(trace, identity, kept, follower, progress);
      }
      return new SpanStore(
          StoreFile.open(unfinished, identity),
          keep ? List.of(unfinished) : List.of(unfinished, place));
    } catch (IOException | RuntimeException e) {
      LeftOvers.delete(unfinished);
      if (!keep) {
        LeftOvers.delete(place);
      }
      throw e;
    }
  }

  /**
   * Makes a finished file the one that all use, and finds room for it. Who opens the same trace at
   * the same time makes the same file: the last one stays, and each keeps what it has mapped.
   */
  private boolean publish(Path unfinished, Path kept) throws IOException {
    try {
      Files.move(
          unfinished, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // On Windows a file that is mapped is not replaced.
      return false;
    }
    LeftOvers.remove(unfinished);
    tidy(kept);
    return true;
  }

  private boolean isWritable() {
    if (!directory.isAbsolute()) {
      return false; // A user without a home has no cache in whatever folder they are.
    }
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "writable", UNFINISHED));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private record Kept(Path path, long size, FileTime used) {}

  /** Throws away what was not used for long, until the rest fits; never {@code latest}. */
  private void tidy(Path latest) throws IOException {
    List<Kept> stores = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        try {
          FileTime used = Files.getLastModifiedTime(file);
          if (name.endsWith(SUFFIX)) {
            stores.add(new Kept(file, Files.size(file), used));
          } else if (name.contains(SUFFIX)
              && used.toInstant().isBefore(Instant.now().minus(ABANDONED))) {
            Files.deleteIfExists(file);
          }
        } catch (IOException e) {
          // Another process threw it away, or uses it on Windows.
        }
      }
    }
    stores.sort(Comparator.comparing(Kept::used));
    long total = stores.stream().mapToLong(Kept::size).sum();
    for (Kept store : stores) {
      if (total > limit && !store.path().equals(latest)) {
        try {
          Files.deleteIfExists(store.path());
          total -= store.size();
        } catch (IOException e) {
          // In use on Windows.
        }
      }
    }
  }
}
