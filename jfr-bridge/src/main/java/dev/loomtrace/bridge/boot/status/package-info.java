/**
 * Records at the border of a chunk what each live thread does: looks at threads from outside, never
 * from a hook.
 */
package dev.loomtrace.bridge.boot.status;
