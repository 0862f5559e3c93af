/**
 * The part of the agent that the bootstrap loader loads, since instrumented JDK classes call it.
 * {@link dev.loomtrace.bridge.boot.Boot} makes it ready.
 *
 * <pre>
 *   hook     called by the JDK's methods        status   looks at all threads at a chunk's border
 *     |  \________________     ________________/  |
 *   table: live threads   \   /   event: what is written
 *                          jdk: internals of the JDK
 * </pre>
 *
 * <p>Beside them {@code trigger} has the limits of waits that a flight recorder's triggers set.
 *
 * <p>{@code request} is for servers and not for hooks: it has rules of its own.
 *
 * <p>Rules for hooks and all that they call, since they run where nothing may go wrong: no locks,
 * no allocation on the way into a wait (an event may allocate, where JFR has to set up its writer),
 * no class loading, no lambdas, no string concatenation. Every class is initialised, and every
 * method called once, before the first class is instrumented. Whatever a hook throws is caught and
 * counted.
 */
package dev.loomtrace.bridge.boot;
