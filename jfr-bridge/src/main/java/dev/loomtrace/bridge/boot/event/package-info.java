/**
 * The recorder's JFR events, described for readers in docs/events.md, and what decides whether a
 * wait is written with a stack.
 */
package dev.loomtrace.bridge.boot.event;
