package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What all files of the page keep to, so that names of a trace stay text and nobody is asked but
 * the server.
 */
class PageFilesTest {
  private static final Path PAGE =
      Path.of("src", "main", "resources", "dev", "loomtrace", "explorer", "page");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^(?:import|export)\\b[^;]*?from '([^']+)';|\\bimport\\('(\\.[^']+)'\\)");
  private static final Pattern MARKUP =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment"
              + "|DOMParser|\\beval\\(|new Function|setAttribute\\('style'");
  private static final Pattern ADDRESS = Pattern.compile("https?://[^'\"\\s)]*");
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int MOST_LINES = 400;

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(PAGE)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      assertTrue(!files.isEmpty(), ending);
      return files;
    }
  }

  @Test
  void importsWhatIsThere() throws IOException {
    TreeSet<Path> reached = new TreeSet<>();
    List<Path> open = new ArrayList<>(List.of(PAGE.resolve("main.js")));
    while (!open.isEmpty()) {
      Path file = open.removeLast();
      if (!reached.add(file)) {
        continue;
      }
      Matcher imported = IMPORT.matcher(Files.readString(file));
      while (imported.find()) {
        String name = imported.group(1) == null ? imported.group(2) : imported.group(1);
        if (name.startsWith("/lib/")) {
          assertEquals("/lib/uPlot.esm.js", name);
        } else {
          Path wanted = file.resolveSibling(name).normalize();
          assertTrue(Files.isRegularFile(wanted), file + " imports " + name);
          open.add(wanted);
        }
      }
    }
    // Types are for the checker, and are loaded by nobody.
    reached.add(PAGE.resolve("types.js"));
    assertEquals(new TreeSet<>(files(".js")), reached);
  }

  @Test
  void makesNoMarkupOfTexts() throws IOException {
    for (Path file : files(".js")) {
      Matcher markup = MARKUP.matcher(Files.readString(file));
      assertTrue(!markup.find(), () -> file + ": " + markup.group());
    }
    String first = Files.readString(PAGE.resolve("index.html"));
    assertTrue(
        !Pattern.compile("\\sstyle=|\\son\\w+=|<style|<script(?![^>]*\\ssrc=)")
            .matcher(first)
            .find());
  }

  @Test
  void asksNobodyElse() throws IOException {
    for (String ending : List.of(".js", ".css", ".html")) {
      for (Path file : files(ending)) {
        Matcher address = ADDRESS.matcher(Files.readString(file));
        while (address.find()) {
          assertEquals(SVG, address.group(), file.toString());
        }
      }
    }
  }

  @Test
  void staysInSmallFiles() throws IOException {
    for (Path file : files(".js")) {
      int lines = Files.readAllLines(file).size();
      assertTrue(lines <= MOST_LINES, file + " has " + lines + " lines");
    }
  }
}
