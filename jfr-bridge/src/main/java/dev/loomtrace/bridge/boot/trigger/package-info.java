/**
 * What hooks compare waits with for triggers of a flight recorder, and where it fetches what was
 * too long. The flight recorder, whose classes are another loader's and perhaps of another version,
 * calls it by reflection, with types of the JDK only.
 */
package dev.loomtrace.bridge.boot.trigger;
