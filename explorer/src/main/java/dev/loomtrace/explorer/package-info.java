/**
 * The explorer: a page for looking at traces, and the server that shows it to a browser on the same
 * machine. {@link dev.loomtrace.explorer.Explorer} is the door.
 */
package dev.loomtrace.explorer;
