/**
 * The wording of all answers, once for every face: the command line, a page, whatever asks next.
 *
 * <p>An {@link dev.loomtrace.report.Answer} is made of the results of analyses and the trace's
 * {@link dev.loomtrace.report.Coverage}, and writes itself as text and as JSON. Faces read traces,
 * show progress and decide where things go; they have no words for what is in a trace. Nothing here
 * knows a terminal, a stream of the process or a command line.
 *
 * <p>Whatever a trace holds, what is written is harmless: text goes through {@link
 * dev.loomtrace.report.Text}, which makes each line visible and bounded, and tables fit its width;
 * JSON is escaped likewise.
 */
package dev.loomtrace.report;
