/** HTTP servers that others wrote, with a handler of ours, and a load for them. */
package dev.loomtrace.e2e.program.server;
