package dev.loomtrace.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema and the constants say the same; that the event classes do, the agent's tests say. */
class EventSchemaTest {
  /** Constants of a type, by name. */
  private static Map<String, Object> constants(Class<?> type) throws IllegalAccessException {
    Map<String, Object> constants = new TreeMap<>();
    for (Field field : EventNames.class.getFields()) {
      if (field.getType() == type) {
        constants.put(field.getName(), field.get(null));
      }
    }
    return constants;
  }

  @Test
  void eachNameIsThatOfAnEventOrOfAField() throws IllegalAccessException {
    Set<Object> described = new HashSet<>(Set.of(EventNames.PREFIX));
    for (EventSpec event : EventSchema.events()) {
      described.add(event.name());
      event.ownFields().forEach(field -> described.add(field.name()));
    }
    assertEquals(new HashSet<>(constants(String.class).values()), described);
  }

  @Test
  void eachCodeIsInItsTable() throws IllegalAccessException {
    Map<String, Object> described = new TreeMap<>();
    for (CodeTable table : EventSchema.codes()) {
      for (CodeTable.Code code : table.codes()) {
        assertTrue(code.value() <= Byte.MAX_VALUE, code.toString());
        assertSame(code, table.code(code.value()));
        assertNull(described.put(table.constants() + code.name(), code.value()), code.toString());
      }
      assertNull(table.code(-1));
      assertNull(table.code(table.codes().size()));
      assertNull(table.code(1L << 32), "not cut down to an int");
    }
    assertEquals(constants(int.class), described);
  }

  @Test
  void aTableHasNoGap() {
    List<CodeTable.Code> codes = List.of(new CodeTable.Code(1, "ONE", "The first."));
    assertThrows(IllegalArgumentException.class, () -> new CodeTable("t", "T_", codes));
  }

  @Test
  void eventsAreFoundByName() {
    for (EventSpec event : EventSchema.events()) {
      assertSame(event, EventSchema.event(event.name()));
      assertTrue(event.name().startsWith(EventNames.PREFIX), event.name());
    }
    assertNull(EventSchema.event("jdk.ThreadPark"));
  }

  @Test
  void eachEventBeginsWithTheFieldsOfJfr() {
    List<String> own =
        List.of(
            EventSchema.START_TIME,
            EventSchema.DURATION,
            EventSchema.EVENT_THREAD,
            EventSchema.STACK_TRACE);
    for (EventSpec event : EventSchema.events()) {
      List<String> names = event.fields().stream().map(FieldSpec::name).toList();
      assertEquals(own, names.subList(0, own.size()), event.name());
      assertEquals(names.size(), new TreeSet<>(names).size(), event.name());
      for (FieldSpec field : event.fields()) {
        assertSame(field, event.field(field.name()));
        assertFalse(field.meaning().isEmpty(), event.name() + "." + field.name());
      }
      assertNull(event.field("none"));
    }
  }

  @Test
  void codesAreInFieldsOfOneByte() {
    for (EventSpec event : EventSchema.events()) {
      for (FieldSpec field : event.fields()) {
        assertEquals(field.type() == FieldType.BYTE, field.codes() != null, event + "." + field);
      }
    }
  }
}
