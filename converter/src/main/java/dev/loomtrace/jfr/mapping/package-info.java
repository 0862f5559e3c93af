/**
 * What a JVM's recording means in terms of goroutines, procs and threads. Data flows one way: a
 * chunk is decoded into operations, these are sorted by time, and one simulation of the whole JVM
 * turns them into events that are legal in Go's sense, mending and counting what is missing.
 */
package dev.loomtrace.jfr.mapping;
