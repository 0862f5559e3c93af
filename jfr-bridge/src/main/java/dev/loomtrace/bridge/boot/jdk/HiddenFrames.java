package dev.loomtrace.bridge.boot.jdk;

import static dev.loomtrace.bridge.boot.jdk.JfrInternals.method;
import static dev.loomtrace.bridge.boot.jdk.JfrInternals.type;

import jdk.jfr.Event;
import jdk.jfr.EventType;

/**
 * Has JFR leave the recorder's own frames out of the stacks of an event. JFR does so for the JDK's
 * own events since JDK 22 ({@code jdk.jfr.events.StackFilter}); for others there is no public way.
 * Where it can not be done, readers skip the frames themselves.
 */
public final class HiddenFrames {
  private HiddenFrames() {}

  /**
   * Hides frames.
   *
   * @param event the event whose stacks are concerned
   * @param own the classes whose frames are left out
   */
  public static void hide(Class<? extends Event> event, Class<?>... own) {
    String[] types = new String[own.length];
    for (int i = 0; i < own.length; i++) {
      types[i] = own[i].getName().replace('.', '/');
    }
    try {
      Object repository = method(type("MetadataRepository"), "getInstance").invoke(null);
      Object access = method(type("PrivateAccess"), "getInstance").invoke(null);
      Object platformType =
          method(type("PrivateAccess"), "getPlatformEventType", EventType.class)
              .invoke(access, EventType.getEventType(event));
      Object filter =
          method(repository.getClass(), "registerStackFilter", String[].class, String[].class)
              .invoke(repository, types, new String[own.length]);
      method(platformType.getClass(), "setStackFilterId", long.class).invoke(platformType, filter);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // This JDK has no such thing.
    }
  }
}
