package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final String NOTHING = "CDS archive(s) not mapped\n";
  private static final String ONE =
      "CDS archive(s) mapped at: [0x0000000009000000-0x0000000009dff000-0x0000000009dff000), size 1\n";
  private static final String TWO =
      "CDS archive(s) mapped at: [0x000000002e000000-0x000000002ed95000-0x000000002f06f000), size 2\n";

  @TempDir Path folder;

  private String finding(String cache, String archive, String info) throws IOException {
    DoctorReport report = new DoctorReport();
    ClassArchive.examine(report, cache, archive, info);
    Path file = folder.resolve("report");
    report.write(file);
    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size(), lines.toString());
    return lines.get(0).replaceFirst(":.*", "");
  }

  @Test
  void aCacheIsUsedWhenSomethingIsMapped() throws IOException {
    assertEquals("ok\tAOTCache\ta.aot is used", finding("a.aot", "", ONE));
    assertEquals("warn\tAOTCache\ta.aot is not used", finding("a.aot", "", NOTHING));
  }

  @Test
  void anArchiveIsUsedWhenItWasAddedToTheJdksOwn() throws IOException {
    assertEquals("ok\tSharedArchiveFile\ta.jsa is used", finding("", "a.jsa", TWO));
    assertEquals(
        "warn\tSharedArchiveFile\ta.jsa was not added to the JDK's own, unless it takes its place",
        finding("", "a.jsa", ONE));
    assertEquals("warn\tSharedArchiveFile\ta.jsa is not used", finding("", "a.jsa", NOTHING));
  }
}
