/** Shared by Loomtrace's own modules; not for applications, and may change at any time. */
package dev.loomtrace.internal;
