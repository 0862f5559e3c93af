/** The bytes of Go traces: the table of event types, numbers, batches, string and stack tables. */
package dev.loomtrace.gotrace.wire;
