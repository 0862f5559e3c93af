/**
 * The door by which the agent starts a flight recorder of its own: it has a copy of these classes,
 * which no class of the application sees. Not for applications, and may change at any time.
 */
package dev.loomtrace.agent;
