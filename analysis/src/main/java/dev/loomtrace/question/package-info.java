/**
 * Questions about a trace, and how it is read to answer them: once or twice, from its start, with
 * what each question has to look for. Every face asks the same ones, so that all give the same
 * numbers; what a question is answered with is an {@link dev.loomtrace.report.Answer}.
 */
package dev.loomtrace.question;
