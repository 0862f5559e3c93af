/**
 * Any JFR file, chunk by chunk: header, metadata, constant pools, events; read and written. Knows
 * nothing of what the events mean.
 *
 * <p>{@link dev.loomtrace.jfr.chunk.ChunkReader} reads, {@link dev.loomtrace.jfr.chunk.ChunkWriter}
 * writes. Both hold one chunk at a time.
 *
 * <h2>The file</h2>
 *
 * <p>A file is a sequence of chunks, each of which can be read by itself: {@code cat} joins files.
 * A chunk is a header and events; two kinds of events describe the others, and the header says
 * where they are. The order of events is free.
 *
 * <pre>
 *   0   46 4c 52 00           "FLR", a zero byte
 *   4   00 02 00 01           version 2.1, two bytes each
 *   8   size                  bytes of the chunk, header included
 *   16  checkpoint            where the last event of constant pools is, from the chunk's start
 *   24  metadata              where the metadata event is, from the chunk's start
 *   32  start                 wall clock, nanoseconds since 1970
 *   40  duration              nanoseconds
 *   48  start                 the same moment, in ticks
 *   56  frequency             ticks per second
 *   64  state                 0: finished; else it is being written, and counts what was flushed
 *   65  00                    unused
 *   66  00 01                 flags: 1 for compressed numbers, 2 for the last chunk of a JVM
 *   68  +-----------------------------+
 *       | size  type  value*          |  an event; what its values are, the metadata says
 *       +-----------------------------+  again, up to the chunk's end
 * </pre>
 *
 * <p>The header's numbers have eight bytes, the highest first. All others are compressed, if the
 * flag says so: seven bits a byte, the lowest first, and the high bit means that more follow; a
 * ninth byte has eight bits and is the last. The size of an event, which counts itself, is the only
 * number that is longer than it need be: four bytes where one is not enough.
 *
 * <p>Values: {@code boolean} and {@code byte} are a byte; {@code float} and {@code double} have
 * four and eight bytes, the highest first; {@code char}, {@code short}, {@code int} and {@code
 * long} are compressed. A field of another type is the values of that type's fields, or, if its
 * values are in a constant pool, the key of an entry. An array is the number of its elements, and
 * the elements. A string is a byte and what that announces:
 *
 * <pre>
 *   00                        null
 *   01                        the empty string
 *   02  key                   the entry of the pool of java.lang.String
 *   03  length  bytes         UTF-8
 *   04  length  char*         one number for each
 *   05  length  bytes         Latin-1
 * </pre>
 *
 * <h2>Metadata</h2>
 *
 * <pre>
 *   size  00  start  duration  id  n  string{n}  element
 *   element:  name  n (key value){n}  m  element{m}        all of them places in the strings
 *
 *   root
 *     metadata
 *       class       id name superType simpleType            every type, basic ones included
 *         annotation    class value, or value-0 value-1 ...
 *         field         name class constantPool dimension
 *           annotation  class value
 *     region        locale gmtOffset
 * </pre>
 *
 * <p>Events extend {@code jdk.jfr.Event}, annotations {@code java.lang.annotation.Annotation}. An
 * event's first field is its {@code startTime}; its {@code duration}, if it has one, is the second.
 * The id tells the metadata of a chunk from that of others: a reader may keep what it made of the
 * types as long as the id stays.
 *
 * <h2>Constant pools</h2>
 *
 * <pre>
 *   size  01  start  duration  delta  kind  n  pool{n}
 *   pool:  type  n  (key  value){n}
 * </pre>
 *
 * <p>{@code delta} leads from this event to the one before it, and is 0 in the first one. A value
 * is written like that of a field. Key 0 is null everywhere. Keys hold in their chunk; still, no
 * two chunks of a file have one key for different values, since the JDK's reader takes a value from
 * the chunk before if that has its key. (It shows the wrong thread otherwise: seen with JDK 25.)
 *
 * <p>What a JVM writes into them is described by the types of {@link
 * dev.loomtrace.jfr.chunk.JavaPools}: threads, classes, methods, stacks.
 *
 * <h2>Limits</h2>
 *
 * <p>Version 1 (JDK 9 and 10) and 0 (JDK 7 and 8 of Oracle) are refused. A chunk has at most 2 GiB
 * here. Numbers are taken for compressed whatever the flag says: HotSpot can write others only with
 * a constant of its sources changed.
 *
 * <p>Sources of all facts: the JDK's own writer ({@code share/jfr} of HotSpot: {@code
 * jfrChunkWriter}, {@code jfrCheckpointWriter}, {@code jfrEncoders}) and readers ({@code
 * jdk.jfr.internal.consumer}, {@code jdk.jfr.internal.MetadataReader}), the parser of JDK Mission
 * Control ({@code org.openjdk.jmc.flightrecorder.internal.parser.v1}), and recordings of JDK 17 to
 * 25.
 */
package dev.loomtrace.jfr.chunk;
