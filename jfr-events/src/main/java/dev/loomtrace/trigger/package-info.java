/**
 * What makes a flight recorder dump by itself: rules and their text, how often they may lead to a
 * dump, and where they are evaluated. Knows nothing of tasks as objects nor of the API. Not for
 * applications, and may change at any time.
 *
 * <p>Rules about tasks are evaluated by {@link dev.loomtrace.trigger.TaskWatch} where a task ends,
 * those about waits by the agent ({@link dev.loomtrace.trigger.WaitWatch}). What fires goes to
 * {@link dev.loomtrace.trigger.Dumper}.
 */
package dev.loomtrace.trigger;
