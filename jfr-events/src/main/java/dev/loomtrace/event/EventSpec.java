package dev.loomtrace.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event type.
 *
 * @param name its name, one of {@link EventNames}
 * @param label what tools call it
 * @param description what tools say about it
 * @param categories where tools put it, from the outermost on
 * @param recorder who writes it
 * @param since the version of Loomtrace that wrote it first
 * @param lasts whether its duration says something; if not, it is an instant
 * @param occasion when, where and by whom it is written: sentences with code in backquotes
 * @param fields all fields in the order in which they are written: first the four that JFR gives to
 *     each event of a Java class, {@code startTime}, {@code duration}, {@code eventThread} and
 *     {@code stackTrace}, then {@link #ownFields}
 * @param settings the settings that have an effect, with their defaults
 */
public record EventSpec(
    String name,
    String label,
    String description,
    List<String> categories,
    Recorder recorder,
    String since,
    boolean lasts,
    String occasion,
    List<FieldSpec> fields,
    List<SettingSpec> settings) {

  /** Who writes an event. */
  public enum Recorder {
    /** The agent, without code of the application. */
    AGENT,
    /** Code of the application, by what is in {@code dev.loomtrace}. */
    APPLICATION
  }

  private static final int JFR_FIELDS = 4;

  /** Copies the lists. */
  public EventSpec {
    categories = List.copyOf(categories);
    fields = List.copyOf(fields);
    settings = List.copyOf(settings);
  }

  /** The field of this name; null if there is none. */
  public FieldSpec field(String fieldName) {
    for (FieldSpec field : fields) {
      if (field.name().equals(fieldName)) {
        return field;
      }
    }
    return null;
  }

  /** The fields that JFR does not give to every event. */
  public List<FieldSpec> ownFields() {
    return fields.subList(JFR_FIELDS, fields.size());
  }

  /** The setting of this name; null if the event has none. */
  public SettingSpec setting(String settingName) {
    for (SettingSpec setting : settings) {
      if (setting.name().equals(settingName)) {
        return setting;
      }
    }
    return null;
  }

  /** Whether the event can have a stack trace of its thread, as its setting says. */
  public boolean canHaveStack() {
    return setting("stackTrace") != null;
  }

  /**
   * The annotations of the type in a recording's metadata, in JFR's order: type of the annotation,
   * values.
   */
  public Map<String, List<String>> annotations() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("jdk.jfr.Name", List.of(name));
    all.put("jdk.jfr.Label", List.of(label));
    all.put("jdk.jfr.Description", List.of(description));
    all.put("jdk.jfr.Category", categories);
    return Collections.unmodifiableMap(all);
  }
}
