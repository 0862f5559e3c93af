package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/annotations.md and docs/triggers.md compile, without a warning. */
class GuideTest {
  private static final List<Path> GUIDES =
      List.of(Path.of("..", "docs", "annotations.md"), Path.of("..", "docs", "triggers.md"));
  private static final Pattern EXAMPLE =
      Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path folder;

  private static final class Example extends SimpleJavaFileObject {
    private final String members;
    private final String name;

    Example(int number, String members) {
      super(URI.create("string:///Example" + number + ".java"), Kind.SOURCE);
      this.name = "Example" + number;
      this.members = members;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return "import dev.loomtrace.*;\n"
          + "import java.io.*;\nimport java.nio.file.*;\nimport java.time.*;\n"
          + "import java.util.*;\nimport java.util.concurrent.*;\n"
          + ("class " + name + " {\n" + members + "}\n");
    }
  }

  private static List<JavaFileObject> examples() throws IOException {
    List<JavaFileObject> examples = new ArrayList<>();
    for (Path guide : GUIDES) {
      Matcher matcher = EXAMPLE.matcher(Files.readString(guide));
      int before = examples.size();
      while (matcher.find()) {
        examples.add(new Example(examples.size(), matcher.group(1)));
      }
      assertTrue(examples.size() > before, "none in " + guide);
    }
    return examples;
  }

  @Test
  void examplesCompile() throws IOException {
    List<JavaFileObject> examples = examples();
    assertTrue(examples.size() >= 7, "too few found: " + examples.size());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "21",
            "-Xlint:all,-try", // A resource that is only closed.
            "-Werror",
            "-cp",
            ChildJvm.classes().toString(),
            "-d",
            folder.toString());
    boolean done = compiler.getTask(messages, null, null, options, null, examples).call();
    assertTrue(done, messages.toString());
  }
}
