package dev.loomtrace.jfr.mapping;

/** Category and message of a log. */
record LogText(String category, String message) {}
