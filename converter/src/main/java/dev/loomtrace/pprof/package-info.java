/**
 * Profiles as {@code pprof} reads them.
 *
 * <p>The format is one protocol buffers message in gzip, whose fields <a
 * href="https://github.com/google/pprof/blob/main/proto/README.md">pprof's documentation</a>
 * describes. What is said more than once is said once in a table, and referred to by number: a
 * sample has locations, leaf first; a location has a line of a function; all texts are numbers of a
 * table whose first is empty.
 *
 * <pre>{@code
 * Profile  sample_type* sample* location* function* string* time duration
 *   sample   location+  value (one for each sample_type)  label*
 *   location id  line -> function
 *   function id  name  file
 * }</pre>
 */
package dev.loomtrace.pprof;
