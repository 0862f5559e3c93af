/**
 * Spans of OpenTelemetry as tasks in JFR recordings: {@link
 * dev.loomtrace.opentelemetry.LoomtraceSpanProcessor}.
 */
package dev.loomtrace.opentelemetry;
