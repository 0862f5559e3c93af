/** The agent: looks whether this JDK can be recorded, and installs the hooks. */
package dev.loomtrace.bridge;
