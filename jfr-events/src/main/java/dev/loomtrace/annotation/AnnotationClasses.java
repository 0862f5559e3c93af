package dev.loomtrace.annotation;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** The classes that recording annotations needs. */
public final class AnnotationClasses {
  private static final List<Class<?>> NEEDED =
      List.of(
          TaskIds.class,
          RegionStack.class,
          OpenRegion.class,
          OpenSet.class,
          Attributes.class,
          JfrJournal.class,
          JfrJournal.OpenTask.class,
          JfrJournal.RecordedRegion.class,
          JfrJournal.Announcements.class,
          InheritanceEvent.class,
          AnnotationsEvent.class);

  private AnnotationClasses() {}

  /**
   * Initialises them, and others: later no file may be left to load them from. Only for a run time
   * that has {@code jdk.jfr}.
   *
   * @param caller may use the other classes
   */
  public static void initialize(MethodHandles.Lookup caller, Class<?>... others) {
    try {
      for (Class<?> needed : NEEDED) {
        MethodHandles.lookup().ensureInitialized(needed);
      }
      for (Class<?> other : others) {
        caller.ensureInitialized(other);
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError("invariant: each may be used by its own package", e);
    }
  }
}
