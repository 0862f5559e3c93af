/**
 * The contract between whoever writes Loomtrace's JFR events and whoever reads them: names, fields
 * and codes, for every version.
 */
package dev.loomtrace.event;
