/**
 * Names the requests of servers that have no spans: each is a task of the recording from where the
 * server begins it to where it is answered. Instrumented methods of servers call {@link
 * dev.loomtrace.bridge.boot.request.Requests}, which is on the bootstrap path so that all of them
 * can; servers and the library of tasks are reached by method handles. Used only if the agent's
 * option {@code requests} asks for it.
 *
 * <p>Unlike hooks of the JDK's methods this runs where an application may run anything. It keeps no
 * class, no loader and no request alive.
 */
package dev.loomtrace.bridge.boot.request;
