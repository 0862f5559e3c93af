/**
 * Any JFR file, chunk by chunk: header, metadata, constant pools, events. Knows nothing of what the
 * events mean.
 */
package dev.loomtrace.jfr.chunk;
