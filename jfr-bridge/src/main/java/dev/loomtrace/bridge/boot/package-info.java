/**
 * What instrumented JDK classes call: loaded by the bootstrap loader, from a jar of its own.
 *
 * <p>The rules of this package, for hooks run where nothing may go wrong: no locks, no allocation
 * on the way into a block (an event may: where JFR has to set up its writer), no class loading, no
 * lambdas, no string concatenation. Everything is initialised, and every method called once, when
 * the agent installs it. Hooks catch and count what they throw.
 */
package dev.loomtrace.bridge.boot;
