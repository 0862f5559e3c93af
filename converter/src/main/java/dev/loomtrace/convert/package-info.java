/**
 * Opens and converts traces of any format: the one place that knows them all.
 *
 * <p>{@link dev.loomtrace.convert.Traces} is where to start with a dump of a flight recorder, any
 * other JFR recording, or a Go trace:
 *
 * <pre>{@code
 * recorder.dump(Path.of("slow.jfr"), "request took " + elapsed)
 *     .thenAccept(dump -> Traces.convertToGo(dump, Path.of("trace.out")));
 *
 * try (TraceReader trace = Traces.open(Path.of("slow.jfr"))) {
 *   while (trace.next()) {
 *     ... trace.event() ...
 *   }
 * }
 * }</pre>
 */
package dev.loomtrace.convert;
