/**
 * A shop whose requests are slow once in a while: an HTTP server on virtual threads that keeps a
 * flight recorder and dumps it when a request takes long. Written as an application would be, on
 * Loomtrace's public API only.
 *
 * <p>Each order is priced under a monitor, taken off the shelf under a lock, paid at another
 * service and given a number by a worker that takes it from a queue. Most take some 20 ms. Then the
 * shelf runs low, and the worker that fills it holds the shelf's lock while it waits for the
 * supplier: that is the fault to be found.
 */
package dev.loomtrace.demo;
