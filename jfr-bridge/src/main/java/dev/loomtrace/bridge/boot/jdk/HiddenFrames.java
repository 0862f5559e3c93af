package dev.loomtrace.bridge.boot.jdk;

import jdk.jfr.Event;
import jdk.jfr.EventType;

/**
 * Has JFR leave the recorder's own frames out of the stacks of an event. JFR does so for the JDK's
 * own events since JDK 22 ({@code jdk.jfr.events.StackFilter}); for others there is no public way.
 * Where that cannot be done, readers skip the frames themselves.
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
      Object repository = JdkMember.METADATA_REPOSITORY.method().invoke(null);
      Object filter =
          JdkMember.REGISTER_STACK_FILTER
              .method()
              .invoke(repository, types, new String[own.length]);
      Object access = JdkMember.PRIVATE_ACCESS.method().invoke(null);
      Object platformType =
          JdkMember.PLATFORM_EVENT_TYPE.method().invoke(access, EventType.getEventType(event));
      JdkMember.SET_STACK_FILTER.method().invoke(platformType, filter);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Members are missing from this JDK.
    }
  }
}
