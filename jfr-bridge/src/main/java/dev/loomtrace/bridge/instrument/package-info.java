/**
 * The code that is inlined into the JDK's methods, and what inlines it. Alone in using Byte Buddy.
 */
package dev.loomtrace.bridge.instrument;
