package dev.loomtrace.jfr.operation;

/** Category and message of a log. */
public record LogText(String category, String message) {}
