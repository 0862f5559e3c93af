/**
 * The spans of a trace on disk: found by time in microseconds, drawn at any zoom without reading
 * them all, and opened again at once. {@link dev.loomtrace.timeline.store.StoreCache} is the door.
 *
 * <h2>The format</h2>
 *
 * Numbers are little-endian. A <em>varint</em> has seven bits a byte, the lowest first; a
 * <em>signed</em> one is zigzag. The file is thrown away and rebuilt rather than read by another
 * version, so the format may change with each.
 *
 * <pre>
 * header, 512 bytes
 *   0  magic 89 'L' 'T' 'X' 0d 0a 1a 0a    8  int  version
 *  12  int  CRC-32C of the header         16  long length of the file
 *  24  long size, modification time and sampled hash of the trace's file (3 x 8)
 *  48  int  CRC-32C of the checksums     52  int CRC-32C of the names of all constants of which
 *      the file has ordinals, each followed by a 0 byte
 *  64  long position, long size of each section, and last, of the checksums
 *
 * DATA         blocks of tracks and of lists, in the order in which they were full
 * INDEX        of each track with several blocks: the long start of each block, from the next
 *              multiple of 64 on one entry a block, then the levels of longest spans, 16 nodes to
 *              one of the next level, up to one. The same of lists, by the end of a block's first
 *              record
 * THREADS      directory: one entry a life of a thread, by id, then by time
 * PROCS        the same for procs
 * WAKERS       the same for threads that woke others. A span ends whenever the thread wakes one: of
 *              each but the first it begins where the one before ends
 * TIMES        of each entry of THREADS: long time running and long time runnable, both without that
 *              in which the world was stopped, and long time waiting, with or without its proc
 * LISTS        of TASK, REGION, RANGE, COUNTER, SAMPLE, LOG: long position of its entries, long
 *              number of blocks, long number of records
 * TASKS        long id, int number within the block, int block; by id
 * COURSES      of a store that knows whose states were those of tasks, else empty: long number of
 *              blocks; of each, long number of its first task, long position, long length; varint
 *              number of tasks that are cut, each varint id, varint name
 * TEXT_ENDS    long end of each text in TEXTS;  TEXTS  UTF-8, as ByteStrings has it
 * FRAMES       long pc, long line, int function, int file (numbers of texts)
 * STACK_ENDS   long end of each stack in STACKS;  STACKS  int number of a frame, leaf first
 * CAUSES       int reason, int recorded reason (ordinals), int text, int resource (numbers of
 *              texts)
 * EXTENT       long start, end, events, 1 if clocks follow; trace, monotonic, s and ns of the wall
 * NOTES        repairs: varint number of kinds, each varint kind, varint count; varint number of
 *              examples, each varint kind, signed time, signed thread. Byte 1 if the trace breaks
 *              off: signed offset, varint length and bytes of the message. Signed bytes of the
 *              file that were read, negative if not known
 * checksums    int CRC-32C of each 64 KiB between the header and here
 *
 * block of a track: 1 to 32 spans that follow each other
 *   byte  number of spans n
 *   n x byte   head: state (7: a gap, nothing follows), then bits: 8 cause, 16 place, 32 waking
 *              thread, 64 kind of wake (else a thread), 128 proc
 *   n x varint duration
 *   n x        what the head says, in this order: varint cause; varint place * 2 (+ 1: double
 *              weight); signed waker less thread; varint frame * number of wake kinds + kind; signed
 *              proc.
 *              Of a proc's track: signed thread; of a waker's: signed woken thread less waker
 *
 * entry of the index, 64 bytes: what was before the block
 *   0  long position of the block * 65536 + its length
 *   8  long time in each state but the first before it (5 x 8)
 *  48  long spans before it            56  long longest span in it
 *
 * entry of a directory, 64 bytes
 *   0  long id   8 start  16 end  24 creator  32 position * 65536 + length of the only block, or
 *      position of the index  40 spans    48  int blocks  52 name  56 start stack
 *  60  int flags: 1 began before the trace, 2 open, then the thread's kind * 4
 *
 * block of a list: up to 256 records in the order of their ends
 *   byte  head: 1 began before, 2 open, 4 thread, 8 proc, 16 place, 32 parent, 64 scope, 128 text
 *   varint end less that of the record before, varint duration, then what the head says: signed
 *   thread, signed proc, varint place; varint id; signed parent; varint name; byte scope; varint
 *   length and bytes of the text
 *
 * block of courses: records of up to 256 tasks in the order of the list of tasks
 *   varint 0 if nothing is told of a task, else 1 + how many numbers follow, each signed. Their
 *   meaning is up to whoever follows tasks (TaskFollower)
 *
 * entry of a list's index, 64 bytes
 *   0  long position of the block       8  int records, int length
 *  16  long end of the last record     24  long earliest start time
 * </pre>
 *
 * <h2>What groups did</h2>
 *
 * A file of its own, with the same header (whose sampled hash also depends on the groups) and the
 * same checksums. Its DATA are rows, each of them its blocks, and then from a multiple of 8 on the
 * long start of each block and an entry for each; LISTS say of each row: long group (-1 all, -2 all
 * that have no row), long position of the starts, long number of blocks.
 *
 * <pre>
 * block of a row: up to 128 changes of threads' states in the order of time
 *   varint number of changes, then of each: byte state before * 8 + state after (7: none), varint
 *   time since the change before
 *
 * entry of a row, 88 bytes: what was before the block
 *   0  long position of the block * 65536 + its length
 *   8  long time of all threads in each state (6 x 8)      56  long spans
 *  64  int  threads in each state (6 x 4)
 * </pre>
 *
 * <p>Sums before a block are what a pyramid of shares would be asked for: the share of a state in
 * any stretch of time is the difference of two sums, whatever its length, and exact.
 */
package dev.loomtrace.timeline.store;
