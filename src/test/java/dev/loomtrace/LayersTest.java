package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Layers.Floor;
import dev.loomtrace.Layers.Room;
import dev.loomtrace.bridge.ClassUses;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the layering test finds what it is for, in small programs that do what must not be. */
class LayersTest {
  @TempDir Path classes;

  private static final Layers SHOP =
      new Layers(
          "shop",
          List.of(
              Floor.of("stock", Room.of("shop.stock", "shop.till", "shop.list")),
              Floor.of(
                  "sale",
                  Room.of("shop.till", "shop.stock", "shop.list"),
                  Room.of("shop.list", "shop.till"))),
          Map.of());

  @Test
  void aCleanProgramHasNoFaults() {
    compile("package shop.stock; public class Shelf { Shelf next; class Box { Shelf on; } }");
    compile(
        "package shop.till; class Till { shop.stock.Shelf shelf; Bill bill; }",
        "package shop.till; class Bill { java.util.List<String> lines; }");
    // What is nested is part of what it is nested in.
    compile(
        "package shop.list; sealed interface Entry { record Line(Entry under) implements Entry {} }");
    assertEquals(List.of(), faults(SHOP));
  }

  @Test
  void namesAPackageThatUsesWhatItMayNot() {
    compile("package dev.loomtrace.gotrace; public class Words {}");
    compile("package dev.loomtrace.jfr.decode; class Stray { dev.loomtrace.gotrace.Words words; }");
    assertEquals(
        List.of("dev.loomtrace.jfr.decode may not use dev.loomtrace.gotrace: Stray uses Words"),
        faults(LayeringTest.HOUSE));
  }

  @Test
  void namesAPackageThatUsesWhatIsReservedForOthers() {
    compile("package dev.loomtrace.analysis; class Query { java.sql.Connection to; }");
    compile("package dev.loomtrace.trace; class Event { jdk.jfr.Event event; }");
    compile("package dev.loomtrace.tool; class Command { jdk.jfr.consumer.RecordingFile file; }");
    assertEquals(
        List.of(
            "dev.loomtrace.analysis may not use java.sql: Query uses Connection",
            "dev.loomtrace.trace may not use jdk.jfr: Event uses Event"),
        faults(LayeringTest.HOUSE));
  }

  @Test
  void namesAConstantThatIsInlined() {
    compile(
        "package dev.loomtrace.gotrace; public class Words { public static final int ALL = 3; }");
    compile(
        "package dev.loomtrace.timeline; class Row { int i = dev.loomtrace.gotrace.Words.ALL; }");
    assertEquals(
        List.of("dev.loomtrace.timeline may not use dev.loomtrace.gotrace: Row uses Words"),
        faults(LayeringTest.HOUSE));
  }

  /** Whatever its own rule says. */
  @Test
  void namesAFloorThatUsesOneAboveIt() {
    compile("package shop.till; public class Till {}");
    compile("package shop.stock; class Shelf { shop.till.Till till; }");
    assertEquals(
        List.of(
            "shop.stock of the floor \"stock\" may not use shop.till of the floor \"sale\" above:"
                + " Shelf uses Till"),
        faults(SHOP));
  }

  @Test
  void namesAPackageWithoutARule() {
    compile("package dev.loomtrace.attic; class Box {}");
    assertEquals(List.of("dev.loomtrace.attic has no rule"), faults(LayeringTest.HOUSE));
  }

  @Test
  void namesACircleOfPackages() {
    compile(
        "package shop.till; public class Till { shop.list.Entry entry; }",
        "package shop.list; public class Entry { Other other; }",
        "package shop.list; public class Other { shop.till.Bill bill; }",
        "package shop.till; public class Bill {}");
    assertEquals(List.of("circle of packages: shop.list -> shop.till -> shop.list"), faults(SHOP));
  }

  @Test
  void namesTheShortestCircleInAPackage() {
    compile(
        "package shop.till; class Bill { Line line; }",
        "package shop.till; class Line { Price price; }",
        "package shop.till; class Price { Bill bill; static class Tax { Line line; } }",
        "package shop.till; class Till { Bill bill; }",
        "package shop.list; class Entry { Note note; }",
        "package shop.list; class Note { Entry entry; }");
    assertEquals(
        List.of(
            "circle in shop.list: Entry -> Note -> Entry",
            "circle in shop.till: Line -> Price -> Line"),
        faults(SHOP));
  }

  @Test
  void aCircleIsToleratedAsLongAsItExists() {
    compile(
        "package shop.list; class Entry { Note note; }",
        "package shop.list; class Note { Entry entry; Sheet sheet; }",
        "package shop.list; class Sheet {}");
    Map<String, Set<String>> uses = ClassUses.of(classes, List.of());
    assertEquals(
        List.of(), SHOP.faults(uses, List.of(Set.of("shop.list.Entry", "shop.list.Note"))));
    assertEquals(
        List.of(
            "no circle any more: [shop.list.Note, shop.list.Sheet]",
            "circle in shop.list: Entry -> Note -> Entry"),
        SHOP.faults(uses, List.of(Set.of("shop.list.Note", "shop.list.Sheet"))));
  }

  private List<String> faults(Layers rules) {
    return rules.faults(ClassUses.of(classes, List.of()));
  }

  /** Compiles top-level classes, which may use each other and those that were compiled before. */
  private void compile(String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    for (String source : sources) {
      files.add(new Source("Source" + files.size(), source));
    }
    StringWriter out = new StringWriter();
    List<String> options =
        List.of("-d", classes.toString(), "-cp", classes.toString(), "-proc:none");
    assertTrue(compiler.getTask(out, null, null, options, null, files).call(), out::toString);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String name, String text) {
      // A public class must be in a file of its name; whatever the URI says, this one is.
      super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
