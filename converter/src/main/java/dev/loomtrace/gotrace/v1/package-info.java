/**
 * Reads the form of Go traces before Go 1.22.
 *
 * <h2>The form</h2>
 *
 * <pre>
 * trace  = header event*                 header: "go 1.21 trace" and three zero bytes
 * event  = octet argument*               type in bits 0 to 5, arguments less one in bits 6 and 7
 *        | octet length argument*        3 in bits 6 and 7: length of the arguments in bytes
 *        | String id length bytes        whatever bits 6 and 7
 *        | UserLog length argument* length bytes
 * </pre>
 *
 * All numbers are unsigned, seven bits a byte, low bits first. A {@code Batch} event begins what
 * one P wrote until the next one; times of the events that follow are ticks since the event before
 * in the batch. One {@code Frequency} event says how many ticks a second has. Strings and stacks
 * may be defined anywhere, also after their use.
 *
 * <h2>The way through</h2>
 *
 * {@link dev.loomtrace.gotrace.v1.V1Scanner} reads the file once, checks all forms, and keeps
 * {@link dev.loomtrace.gotrace.v1.Definitions} and {@link dev.loomtrace.gotrace.v1.EventStore}.
 * {@link dev.loomtrace.gotrace.v1.Merge} finds the order of the events by {@link
 * dev.loomtrace.gotrace.v1.GoroutineOrder}. {@link dev.loomtrace.gotrace.v1.MergedEvents} goes
 * through them in this order: for {@link dev.loomtrace.gotrace.v1.V1Verifier}, which checks what
 * they mean, and for {@link dev.loomtrace.gotrace.v1.V1TraceReader}, which hands them out.
 *
 * <p>Source of all facts: {@code internal/trace/internal/tracev1} and {@code
 * internal/trace/tracev1.go} of Go 1.26.
 */
package dev.loomtrace.gotrace.v1;
