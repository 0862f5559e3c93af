/**
 * Traces that are open: read in the background, kept as a store of spans on disk, with what a page
 * asks for again and again kept in memory, within bounds.
 */
package dev.loomtrace.explorer.trace;
