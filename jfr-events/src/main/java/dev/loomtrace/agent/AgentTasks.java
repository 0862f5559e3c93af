package dev.loomtrace.agent;

import dev.loomtrace.Task;
import dev.loomtrace.annotation.TaskIds;

/** The tasks of an agent, for what it names itself. */
public final class AgentTasks {
  private AgentTasks() {}

  /** The class of tasks, whose ids are others than those of the application's copy of it. */
  public static Class<?> tasks() {
    TaskIds.useThoseOfAgent();
    return Task.class;
  }
}
