package dev.loomtrace.event;

/**
 * A setting of an event: what a recording or a settings file may choose.
 *
 * @param name its name in settings: {@code "threshold"}
 * @param value the value it has if nobody sets it: {@code "10 ms"}
 */
public record SettingSpec(String name, String value) {}
