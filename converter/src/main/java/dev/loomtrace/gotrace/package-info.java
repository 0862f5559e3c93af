/** Go execution traces: written as Go 1.26 does. Nothing here knows of JFR. */
package dev.loomtrace.gotrace;
