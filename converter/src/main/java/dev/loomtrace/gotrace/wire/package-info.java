/**
 * What Go traces are written in: bytes and numbers, versions, the table of event types, batches,
 * tables of strings and stacks, and Go's words for why goroutines stop.
 */
package dev.loomtrace.gotrace.wire;
