package dev.loomtrace.bridge.boot;

import java.lang.reflect.Method;
import jdk.jfr.Event;
import jdk.jfr.EventType;

/**
 * Has JFR leave the recorder's own frames out of the stacks of an event. JFR does so for the JDK's
 * own events since JDK 22 ({@code jdk.jfr.events.StackFilter}); for others there is no public way.
 * Where it can not be done, readers skip the frames themselves.
 */
final class OwnFrames {
  private static final Class<?>[] OWN = {Blocks.class, Hooks.class, MonitorHooks.class};

  private OwnFrames() {}

  static void hide(Class<? extends Event> event) {
    String[] types = new String[OWN.length];
    for (int i = 0; i < OWN.length; i++) {
      types[i] = OWN[i].getName().replace('.', '/');
    }
    try {
      Object repository = call(type("MetadataRepository"), null, "getInstance");
      Object access = call(type("PrivateAccess"), null, "getInstance");
      Object platformType =
          method(type("PrivateAccess"), "getPlatformEventType", EventType.class)
              .invoke(access, EventType.getEventType(event));
      Object filter =
          method(repository.getClass(), "registerStackFilter", String[].class, String[].class)
              .invoke(repository, types, new String[OWN.length]);
      method(platformType.getClass(), "setStackFilterId", long.class).invoke(platformType, filter);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // This JDK has no such thing.
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("jdk.jfr.internal." + name, true, null);
  }

  private static Object call(Class<?> type, Object target, String name)
      throws ReflectiveOperationException {
    return method(type, name).invoke(target);
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }
}
