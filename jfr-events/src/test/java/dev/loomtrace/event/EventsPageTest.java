package dev.loomtrace.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "events.md");

  /** Set, the page is rewritten instead of compared. */
  private static final String REWRITE = "events.rewrite";

  @Test
  void saysWhatTheSchemaSays() throws IOException {
    String page = Files.readString(PAGE);
    String renewed = EventsPage.renewed(page);
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, renewed);
    } else {
      assertEquals(renewed, page, "docs/events.md is out of date: see CONTRIBUTING.md");
    }
  }

  @Test
  void aPageWithoutMarksIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> EventsPage.renewed("no marks"));
  }
}
