/**
 * What the instrumented methods of the JDK call. The rules of {@link dev.loomtrace.bridge.boot}
 * hold for every method here and for everything that it calls.
 */
package dev.loomtrace.bridge.boot.hook;
