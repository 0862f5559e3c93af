/**
 * The flight recorder as a managed bean, {@code dev.loomtrace:type=FlightRecorder}. Used only where
 * it is asked for: nothing else needs the module {@code java.management}.
 */
package dev.loomtrace.jmx;
