/**
 * Observations of Micrometer as tasks in JFR recordings: {@link
 * dev.loomtrace.micrometer.LoomtraceObservationHandler}.
 */
package dev.loomtrace.micrometer;
