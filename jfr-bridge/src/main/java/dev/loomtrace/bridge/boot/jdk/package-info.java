/**
 * The JDK as the recorder sees it: its internal classes and members, its numbers for thread states,
 * and what JFR has no public method for. Nothing here knows of hooks or of the thread table. What a
 * JDK does not have is null, and whoever asks does without; {@code Preflight} names what cannot be
 * done without before anything is changed.
 */
package dev.loomtrace.bridge.boot.jdk;
