package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The page's scripts, as TypeScript's compiler sees them: their types are in comments, so that a
 * browser needs no build. The compiler runs in a browser, too.
 */
@Tag("parallel")
@Tag("slow")
class PageTypesIT {
  private static final Path PAGE =
      Path.of("..", "explorer/src/main/resources/dev/loomtrace/explorer/page");
  private static final int MOST_LINES = 400;
  private static final String COMPILER = "/META-INF/resources/webjars/typescript/";

  private static final String CHECK =
      """
      const [files, roots] = arguments;
      const host = {
        getSourceFile: (name, options) => name in files
          ? ts.createSourceFile(name, files[name], options, true) : undefined,
        getDefaultLibFileName: () => '/compiler/lib.es2022.full.d.ts',
        getDefaultLibLocation: () => '/compiler',
        writeFile: () => {},
        getCurrentDirectory: () => '/page',
        getCanonicalFileName: name => name,
        useCaseSensitiveFileNames: () => true,
        getNewLine: () => '\\n',
        fileExists: name => name in files,
        readFile: name => files[name],
      };
      const program = ts.createProgram(roots, {
        allowJs: true, checkJs: true, noEmit: true, strict: true,
        noUnusedLocals: true, noImplicitReturns: true, noFallthroughCasesInSwitch: true,
        target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [],
      }, host);
      return ts.getPreEmitDiagnostics(program).map(found => {
        const at = found.file
          ? found.file.fileName + ':'
            + (found.file.getLineAndCharacterOfPosition(found.start).line + 1) + ': ' : '';
        return at + ts.flattenDiagnosticMessageText(found.messageText, '\\n');
      });
      """;

  private static Map<String, String> scripts() throws IOException {
    Map<String, String> scripts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(PAGE)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".js")).toList()) {
        scripts.put("/page/" + PAGE.relativize(file).toString().replace('\\', '/'), read(file));
      }
    }
    assertTrue(scripts.size() > 5, () -> "found " + scripts.keySet());
    return scripts;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  /** The compiler, and its descriptions of what browsers have, by their names. */
  private static Map<String, String> compiler() throws Exception {
    Map<String, String> found = new TreeMap<>();
    String version = System.getProperty("loomtrace.typescript");
    URL script = PageTypesIT.class.getResource(COMPILER + version + "/lib/typescript.js");
    String jar = script.toString().substring(0, script.toString().indexOf("!/"));
    try (FileSystem files = FileSystems.newFileSystem(URI.create(jar), Map.of());
        Stream<Path> all = Files.list(files.getPath(COMPILER + version + "/lib"))) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (name.equals("typescript.js") || name.matches("lib\\.(es|dom|decorators).*\\.d\\.ts")) {
          found.put("/compiler/" + name, read(file));
        }
      }
    }
    return found;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PageTypesIT.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void fitEachOther() throws Exception {
    Map<String, String> files = compiler();
    String compiler = files.remove("/compiler/typescript.js");
    Map<String, String> scripts = scripts();
    files.putAll(scripts);
    files.put(
        "/lib/uPlot.esm.d.ts",
        resource(
            "/META-INF/resources/webjars/uplot/"
                + System.getProperty("loomtrace.uplot")
                + "/dist/uPlot.d.ts"));
    try (Browser browser = Browser.open()) {
      browser.run("window.module = undefined; (0, eval)(arguments[0])", compiler);
      assertEquals(List.of(), browser.run(CHECK, files, List.copyOf(scripts.keySet())));
      // And it finds what does not fit.
      files.put("/page/wrong.js", "/** @type {number} */\nexport const a = 'text';\n");
      Object found = browser.run(CHECK, files, List.of("/page/wrong.js"));
      assertTrue(found.toString().contains("/page/wrong.js:2: "), found::toString);
    }
  }

  @Test
  void areShortAndMakeNoMarkup() throws IOException {
    scripts()
        .forEach(
            (name, script) -> {
              assertTrue(script.lines().count() <= MOST_LINES, () -> name + " is too long");
              for (String markup :
                  List.of(
                      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")) {
                assertTrue(!script.contains(markup), () -> name + " has " + markup);
              }
            });
  }
}
