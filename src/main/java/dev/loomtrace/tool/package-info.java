/**
 * The command line: one class for each subcommand, and what they share.
 *
 * <p>Commands know a {@link dev.loomtrace.tool.Console} and nothing of the process's own streams,
 * so tests run them as they are. Results go to the standard output, talk and progress to the
 * standard error. Exit codes: 0 for success, 1 for bad data and failed input or output, 2 for wrong
 * use.
 */
package dev.loomtrace.tool;
