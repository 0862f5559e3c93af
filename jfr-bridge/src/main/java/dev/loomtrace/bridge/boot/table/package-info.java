/**
 * What is remembered of live threads between hooks, and how often that failed. Written by hooks,
 * read by hooks and by the status pass.
 */
package dev.loomtrace.bridge.boot.table;
