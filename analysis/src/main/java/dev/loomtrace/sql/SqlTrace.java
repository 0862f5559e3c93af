package dev.loomtrace.sql;

import dev.loomtrace.timeline.store.SpanStore;

/**
 * A trace of a database.
 *
 * @param name what it is called there
 * @param store its spans
 */
public record SqlTrace(String name, SpanStore store) {}
