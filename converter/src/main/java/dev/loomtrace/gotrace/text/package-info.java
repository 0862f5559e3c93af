/**
 * Texts that Go's tools print of traces, and the raw text form of traces since Go 1.22, both ways.
 *
 * <p>Raw text is one line for each event as it is in the file, the structure of the file included:
 *
 * <pre>
 *   Trace Go1.26
 *   EventBatch gen=1 m=18446744073709551615 time=100 size=9
 *   Strings
 *   String id=1
 *   	data="sync"
 *   EventBatch gen=1 m=7 time=100 size=23 # width 3=10
 *   GoBlock dt=12 reason_string=1 stack=0
 * </pre>
 *
 * <p>It is the language of Go's own test cases, so cases can be exchanged. What Go's text loses,
 * the number of bytes of numbers that are longer than they need to be, is a comment to Go. Source:
 * {@code internal/trace/raw} of Go 1.26.
 */
package dev.loomtrace.gotrace.text;
