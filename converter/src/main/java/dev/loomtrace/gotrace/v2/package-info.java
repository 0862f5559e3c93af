/**
 * Reads the traces of Go 1.22 and later.
 *
 * <p>{@link dev.loomtrace.gotrace.v2.V2TraceReader} is the whole of it. A {@code GenerationReader}
 * fills a {@code Generation}: batches of events as bytes in a {@code BatchStore}, tables of strings
 * and stacks, samples, clocks. A {@code Cursor} goes through the events of one thread, the {@code
 * Frontier} holds the cursors by time, and {@code Ordering} decides whether an event can happen;
 * its handlers describe the event in {@code OrderedEvents}, which is the view that callers see, and
 * note in {@code OrderState} what it changes.
 *
 * <p>Memory: the bytes of one generation and an index of its tables, kept for the next one; strings
 * and stacks become objects when they are asked for. Nothing is allocated for an event.
 */
package dev.loomtrace.gotrace.v2;
