/**
 * Writes traces for Perfetto, in its protobuf format.
 *
 * <p>A trace is a sequence of packets; the classes of this package write them as facts become known
 * and keep no more than what is alive and one bundle of each cpu. Perfetto sorts by time when it
 * reads, so that what is known late may be written late.
 *
 * <ul>
 *   <li>{@code ProtoBytes}, {@code Packets}: the wire format; {@code Fields}: its numbers.
 *   <li>{@code Scheduling} with {@code Cpu}, {@code Cpus}, {@code BlockedReasons}: who runs where,
 *       who made whom runnable, who waits for what, as the kernel of Linux would have said it.
 *   <li>{@code Threads}: who there is.
 *   <li>{@code Tracks} with {@code Annotations}, {@code Ranges}: slices, instants and counters;
 *       <p>import dev.loomtrace.base.ProtoBytes; {@code Samples}: stacks.
 * </ul>
 */
package dev.loomtrace.perfetto;
