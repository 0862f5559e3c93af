package dev.loomtrace.bridge;

import java.io.IOException;

/** The agent's own copy of the library of events, one for all that need it, if anything does. */
final class OwnEvents {
  private EventsLoader loader;

  /** Opens it, the first time. */
  ClassLoader loader() throws IOException {
    if (loader == null) {
      loader = EventsLoader.open();
    }
    return loader;
  }
}
