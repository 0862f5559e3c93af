/** JFR recordings as traces. */
package dev.loomtrace.jfr;
