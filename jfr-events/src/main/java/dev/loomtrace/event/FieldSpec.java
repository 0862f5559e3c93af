package dev.loomtrace.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field of an event.
 *
 * @param name its name, one of {@link EventNames} or of the four that JFR itself gives to an event
 * @param type how its values are written
 * @param unit what its values count or refer to
 * @param label what tools call it
 * @param description what tools say about it; empty: nothing
 * @param meaning what it holds, in full: text with code in backquotes, empty if the label says all
 * @param codes the codes that it holds; null: it holds none
 * @param contextual whether tools show it with other events that happen meanwhile, on JDK 25 and
 *     later
 */
public record FieldSpec(
    String name,
    FieldType type,
    FieldUnit unit,
    String label,
    String description,
    String meaning,
    CodeTable codes,
    boolean contextual) {

  /**
   * The annotations of the field in a recording's metadata, in JFR's order: type of the annotation,
   * values.
   */
  public Map<String, List<String>> annotations() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("jdk.jfr.Label", List.of(label));
    if (!description.isEmpty()) {
      all.put("jdk.jfr.Description", List.of(description));
    }
    if (!unit.annotation().isEmpty()) {
      all.put(unit.annotation(), List.of(unit.value()));
    }
    if (contextual) {
      all.put("jdk.jfr.Contextual", List.of());
    }
    return Collections.unmodifiableMap(all);
  }

  // How the schema makes them: from one that is alike.

  static FieldSpec of(String name, FieldType type, String label) {
    return new FieldSpec(name, type, FieldUnit.NONE, label, "", "", null, false);
  }

  FieldSpec in(FieldUnit newUnit) {
    return new FieldSpec(name, type, newUnit, label, description, meaning, codes, contextual);
  }

  FieldSpec of(CodeTable newCodes) {
    return new FieldSpec(name, type, unit, label, description, meaning, newCodes, contextual);
  }

  FieldSpec labelled(String newLabel) {
    return new FieldSpec(name, type, unit, newLabel, description, meaning, codes, contextual);
  }

  FieldSpec described(String text) {
    return new FieldSpec(name, type, unit, label, text, meaning, codes, contextual);
  }

  FieldSpec meaning(String text) {
    return new FieldSpec(name, type, unit, label, description, text, codes, contextual);
  }

  FieldSpec asContext() {
    return new FieldSpec(name, type, unit, label, description, meaning, codes, true);
  }
}
