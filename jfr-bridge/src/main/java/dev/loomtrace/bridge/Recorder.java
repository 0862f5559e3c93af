package dev.loomtrace.bridge;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts the agent's flight recorder, if options ask for triggers. */
final class Recorder {
  private static final String ENTRY = "dev.loomtrace.agent.AgentRecorder";
  static final String PORT = "dev.loomtrace.bridge.boot.trigger.TaskPort";
  private static final String WATCH = "dev.loomtrace.trigger.TaskWatch";

  private Recorder() {}

  /**
   * Starts it, when the hooks are installed.
   *
   * @param options its options; later ones count
   * @param own the agent's own copy of the library, opened if it is needed
   * @return why there are no triggers, as one line; null if there are, or none were asked for
   */
  static String start(
      List<RecorderOption> options, Instrumentation instrumentation, OwnEvents own) {
    try {
      if (options.isEmpty()) {
        return null;
      }
      if (options.stream().noneMatch(option -> option.key().equals("trigger"))) {
        return "the option "
            + options.get(0).key()
            + " needs a trigger, such as trigger=task>300ms";
      }
      if ((boolean) Class.forName(PORT, true, null).getMethod("isTaken").invoke(null)) {
        return "this JVM has some already, which stay as they are";
      }
      List<String[]> values = new ArrayList<>();
      for (RecorderOption option : options) {
        values.add(new String[] {option.key(), option.value(), option.where()});
      }
      ClassLoader events = own.loader();
      Class.forName(ENTRY, true, events).getMethod("start", List.class).invoke(null, values);
      tellTasks(instrumentation, events);
      return null;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      return cause instanceof IllegalArgumentException ? cause.getMessage() : cause.toString();
    } catch (IOException e) {
      return e.getMessage();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return e.toString();
    }
  }

  /**
   * Tells those of an application that ran before the agent was attached; others ask themselves.
   */
  private static void tellTasks(Instrumentation instrumentation, ClassLoader own)
      throws ReflectiveOperationException {
    Module agent = Recorder.class.getModule();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals(WATCH) && !own.equals(type.getClassLoader())) {
        instrumentation.redefineModule(
            type.getModule(),
            Set.of(),
            Map.of(type.getPackageName(), Set.of(agent)),
            Map.of(),
            Set.of(),
            Map.of());
        type.getMethod("connect").invoke(null);
      }
    }
  }
}
