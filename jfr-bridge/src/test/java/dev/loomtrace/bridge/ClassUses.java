package dev.loomtrace.bridge;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** Which class uses which, as {@code jdeps} reads it from class files. */
public final class ClassUses {
  // Lines of summaries are not indented: "classes -> java.base".
  private static final Pattern EDGE = Pattern.compile("^ +(\\S+) +-> +(\\S+)", Pattern.MULTILINE);

  private ClassUses() {}

  /**
   * The classes that each class of a folder uses, those of the JDK included. A class whose constant
   * is inlined counts as used, since the compiler notes where the constant comes from.
   *
   * @param classes a folder of class files, one of a module or not
   * @param modulePath folders with the modules that the folder's own module requires
   * @return binary names by binary name, both ascending
   * @throws IllegalStateException if {@code jdeps} fails
   */
  public static Map<String, Set<String>> of(Path classes, List<Path> modulePath) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--multi-release",
                "base",
                "--ignore-missing-deps",
                "-verbose:class",
                "-filter:none"));
    if (!modulePath.isEmpty()) {
      arguments.add("--module-path");
      arguments.add(
          modulePath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }
    arguments.add(classes.toString());
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(printer, printer, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("jdeps failed: " + out);
    }
    Map<String, Set<String>> uses = new TreeMap<>();
    Matcher edges = EDGE.matcher(out.toString());
    while (edges.find()) {
      uses.computeIfAbsent(edges.group(1), key -> new TreeSet<>()).add(edges.group(2));
    }
    return uses;
  }
}
