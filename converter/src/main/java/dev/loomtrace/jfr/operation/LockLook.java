package dev.loomtrace.jfr.operation;

/**
 * What a dump of all threads shows of a thread's wait for a lock.
 *
 * @param latestBegin when the dump was made at the earliest, in ticks: a wait that began later need
 *     not be the one that it shows
 * @param limited whether the wait ends by itself after some time
 * @param cause why the thread waits, as the dump has it
 */
public record LockLook(long latestBegin, boolean limited, Cause cause) {}
