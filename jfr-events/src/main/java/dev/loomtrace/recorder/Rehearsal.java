package dev.loomtrace.recorder;

import dev.loomtrace.internal.ProblemLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * When a flight recorder is started, does once what a dump does, and what a dump that fails does.
 *
 * <p>The first dump may come when no file can be opened any more. A class of the JDK whose
 * initialiser fails then stays broken as long as the JVM lives, for the application too; and a
 * class of ours cannot even be loaded. Nor should a slow request have to wait until they are.
 */
final class Rehearsal {
  private Rehearsal() {}

  static void run(DumpQueue queue) {
    Path repository = DiskRoom.repository();
    Path file = repository.resolve("rehearsal.jfr");
    queue.rehearse(file).exceptionally(failure -> file).join();
    queue.rehearse(file).exceptionally(failure -> file).join(); // In the place of the first.
    queue.rehearse(file.resolve("below-a-file")).exceptionally(failure -> file).join();
    delete(file);
    ProblemLog.rehearse();
    DumpFolder.rehearse();
    mark();
  }

  // Without writing an event.
  private static void mark() {
    DumpEvent event = new DumpEvent();
    event.begin();
    event.shouldCommit();
    TriggerEvent trigger = TriggerEvent.of(new Cause("", 0, 0, null, 0, 0, 0));
    trigger.begin();
    trigger.shouldCommit();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // JFR deletes its repository when the JVM ends.
    }
  }
}
