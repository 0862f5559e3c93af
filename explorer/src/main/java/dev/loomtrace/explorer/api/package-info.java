/**
 * What can be asked of traces over HTTP: a small class for each family of questions, which reads
 * the parameters, asks the store, and writes JSON or bytes. {@link
 * dev.loomtrace.explorer.api.Routes} knows all of them.
 */
package dev.loomtrace.explorer.api;
