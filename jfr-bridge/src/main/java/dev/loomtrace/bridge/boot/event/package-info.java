/**
 * The recorder's JFR events, as {@code dev.loomtrace.event.EventSchema} describes them, and what
 * decides whether a wait is written with a stack.
 */
package dev.loomtrace.bridge.boot.event;
