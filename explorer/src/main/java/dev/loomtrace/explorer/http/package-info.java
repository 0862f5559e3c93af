/**
 * The server's own part, which knows nothing of traces: who may ask ({@link
 * dev.loomtrace.explorer.http.Guard}), what was asked, and how answers are sent.
 */
package dev.loomtrace.explorer.http;
