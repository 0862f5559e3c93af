/**
 * Forges whole JFR files: valid in most, and lying in any field. What reads recordings is held to
 * its bounds with them: a result or one clean line, within memory and time in proportion to the
 * file.
 */
package dev.loomtrace.jfr.forge;
