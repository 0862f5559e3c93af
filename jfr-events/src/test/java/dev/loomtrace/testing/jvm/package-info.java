/** How tests, those of other modules too, find the run times that they start. */
package dev.loomtrace.testing.jvm;
