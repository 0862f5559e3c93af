package dev.loomtrace.truth.program;

/**
 * Something that a task can go through.
 *
 * @param name what it is called
 * @param kinds whose task it is
 * @param cut how it stands to a border between two chunks
 * @param play what happens
 */
record Scene(String name, Kinds kinds, Cut cut, Play play) {
  /** The threads that a scene is about. */
  enum Kinds {
    BOTH,
    VIRTUAL,
    PLATFORM;

    boolean include(boolean virtual) {
      return this == BOTH || virtual == (this == VIRTUAL);
    }
  }

  /** Whether a new chunk may begin in the middle of it. */
  enum Cut {
    POSSIBLE,
    NEVER,
    /** It makes no sense without. */
    ALWAYS
  }

  /** What happens: prepares whoever else has a part, and then lets the task begin. */
  @FunctionalInterface
  interface Play {
    void on(Stage stage) throws Exception;
  }

  /** For any thread, whole or cut. */
  static Scene of(String name, Play play) {
    return new Scene(name, Kinds.BOTH, Cut.POSSIBLE, play);
  }

  /** For threads of some kind, whole or cut. */
  static Scene of(String name, Kinds kinds, Play play) {
    return new Scene(name, kinds, Cut.POSSIBLE, play);
  }

  /** For any thread, and only whole. */
  static Scene whole(String name, Play play) {
    return new Scene(name, Kinds.BOTH, Cut.NEVER, play);
  }
}
