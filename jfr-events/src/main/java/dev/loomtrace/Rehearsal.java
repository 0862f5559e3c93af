package dev.loomtrace;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does once, when a flight recorder is started, what a dump does, and what it does when it fails.
 *
 * <p>The first dump may come when no file can be opened any more. A class of the JDK whose
 * initialiser fails then is broken as long as the JVM lives, for the application too; and a class
 * of ours cannot even be loaded. Nor is a slow request to wait until they are.
 */
final class Rehearsal {
  private static final List<Class<?>> ANNOTATING =
      List.of(
          Task.class,
          Task.Scope.class,
          Region.class,
          RegionStack.class,
          OpenSet.class,
          Log.class,
          JfrJournal.class,
          JfrJournal.OpenTask.class,
          JfrJournal.OpenRegion.class,
          JfrJournal.Announcements.class,
          AnnotationsEvent.class);

  private Rehearsal() {}

  static void run(DumpQueue queue) {
    Path repository = DiskRoom.repository();
    Path file = repository.resolve("rehearsal.jfr");
    queue.rehearse(file).exceptionally(failure -> file).join();
    queue.rehearse(file).exceptionally(failure -> file).join(); // In the place of the first.
    queue.rehearse(file.resolve("below-a-file")).exceptionally(failure -> file).join();
    delete(file);
    Report.rehearse();
    annotate();
  }

  // Without writing an event.
  private static void annotate() {
    try {
      for (Class<?> used : ANNOTATING) {
        MethodHandles.lookup().ensureInitialized(used);
      }
      Task.wrap((Runnable) Task::current);
      Task.current();
      DumpEvent event = new DumpEvent();
      event.begin();
      event.shouldCommit();
    } catch (IllegalAccessException e) {
      throw new AssertionError("invariant: they are of this package", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // JFR deletes its repository when the JVM ends.
    }
  }
}
