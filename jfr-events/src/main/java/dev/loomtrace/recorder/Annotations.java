package dev.loomtrace.recorder;

/** What a flight recorder asks of the annotations of the application that it records. */
public interface Annotations {
  /** Those of an application that has none. */
  Annotations NONE =
      new Annotations() {
        @Override
        public long currentTask() {
          return 0;
        }

        @Override
        public void rehearse() {}
      };

  /** Id of the calling thread's current task; 0: none. */
  long currentTask();

  /**
   * Loads and initialises what annotations need. Called once, when recording has started: later no
   * file may be left to load it from.
   */
  void rehearse();
}
