/** Servers without spans, and a client that knows what it asked them, for what names requests. */
package dev.loomtrace.e2e.program.request;
