package dev.loomtrace.analysis;

import dev.loomtrace.trace.ThreadKind;
import java.util.Optional;

/**
 * Who worked on a task, or had to act for a wait to end.
 *
 * @param id of the thread
 * @param kind what kind of thread it is, if that is known
 */
public record TaskWorker(long id, Optional<ThreadKind> kind) {}
