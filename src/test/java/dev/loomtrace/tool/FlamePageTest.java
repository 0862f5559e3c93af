package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.JsonValues;
import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.analysis.StackProfile;
import dev.loomtrace.report.ProfileFile;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flame graph's page: what it holds, and that it holds nothing else. FlamePageIT runs it. */
final class FlamePageTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
  private static final List<String> HOSTILE =
      List.of(
          "</script><img src=x onerror=alert(1)>",
          "<!--<script>",
          "a&lt;b \"c\" 'd' ]]> {{script}}",
          "\u2028line\u0000\n\u202e",
          "__proto__");

  // These goroutines only sleep and compute.
  private static final Set<ProfileType> ALWAYS =
      EnumSet.of(ProfileType.OFFCPU, ProfileType.OFFWAKE, ProfileType.SCHED, ProfileType.CPU);

  @TempDir Path folder;

  private static Path trace(String name) throws IOException {
    return GoTraces.fresh().stream()
        .filter(path -> path.getFileName().toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String data(String page) {
    Matcher data = DATA.matcher(page);
    assertTrue(data.find(), page);
    return data.group(1);
  }

  private static long foldedSum(String folded) {
    return folded
        .lines()
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** It has the same in it as the folded stacks, whatever it is of. */
  @ParameterizedTest
  @EnumSource(ProfileType.class)
  void theRootIsTheSumOfAllStacks(ProfileType type) throws IOException {
    boolean samples = type == ProfileType.CPU;
    Path trace = trace(samples ? "cpuprofile.trace" : "annotate.trace");
    List<List<String>> selections =
        new ArrayList<>(List.of(List.of(), List.of("--group", "sync.(*WaitGroup).Go.func1")));
    if (!samples) {
      selections.add(List.of("--task", "child"));
    }
    for (List<String> selection : selections) {
      String[] folded = call(type, selection, "--folded", trace);
      String[] html = call(type, selection, "--html", trace);
      long sum = foldedSum(CommandRun.of((Object[]) folded).succeeds().out());
      String page = CommandRun.of((Object[]) html).succeeds().out();
      List<?> nodes = (List<?>) JsonValues.object(data(page)).get("nodes");
      assertEquals(0, nodes.size() % 3);
      assertEquals(sum, nodes.get(1));
      assertTrue(sum > 0 || !ALWAYS.contains(type), page);
      String title = type + " of " + trace.getFileName();
      assertTrue(page.contains("<title>" + title), page);
    }
  }

  private static String[] call(ProfileType type, List<String> selection, String form, Path trace) {
    return Stream.of(
            Stream.of("pprof", "--type", type.toString(), form),
            selection.stream(),
            Stream.of(trace.toString()))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  @Test
  void itIsOneOrTheOther() throws IOException {
    CommandRun.of("pprof", "--html", "--folded", trace("annotate.trace")).fails(2);
  }

  private static String hostilePage() throws IOException {
    List<Frame> stack = HOSTILE.stream().map(name -> new Frame(0, name, name, 1)).toList();
    List<StackProfile.Row> rows =
        List.of(
            new StackProfile.Row(stack, HOSTILE.getFirst(), ThreadKind.VIRTUAL, false, 3, 40),
            new StackProfile.Row(List.of(), "", ThreadKind.VIRTUAL, false, 1, 2));
    StringWriter page = new StringWriter();
    new ProfileFile(ProfileType.OFFCPU, rows, HOSTILE).html(HOSTILE.getFirst(), page);
    return page.toString();
  }

  @Test
  void namesAreNeverMarkup() throws IOException {
    String page = hostilePage();
    String data = data(page);
    assertFalse(data.contains("<") || data.contains(">") || data.contains("&"), data);
    List<?> names = (List<?>) JsonValues.object(data).get("names");
    assertTrue(names.contains(HOSTILE.getFirst()), names::toString);
    assertTrue(names.contains(HOSTILE.get(2)), names::toString);
    assertTrue(names.contains("\\u2028line\\u0000\\n\\u202e"), names::toString);
    assertFalse(page.contains("<img") || page.contains("<!--"), page);
    assertEquals(2, count(page, "<script"));
    assertEquals(2, count(page, "</script>"));
    assertTrue(page.contains("<td>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</td>"), page);
    // What a name has between braces is not filled in either.
    assertEquals(1, count(page, "'use strict'"));
  }

  private static int count(String text, String what) {
    return text.split(Pattern.quote(what), -1).length - 1;
  }

  /** Nothing is asked of anybody, and only what stands in the page may run. */
  @Test
  void needsNothingElse() throws Exception {
    String page = hostilePage();
    String own = DATA.matcher(page).replaceAll("");
    assertFalse(
        Pattern.compile("https?:|@import|url\\(|<link|\\bsrc *=|\\bhref *=|fetch\\(|import\\(")
            .matcher(own.replace("&lt;img src=x onerror", ""))
            .find(),
        own);
    Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"(.*?)\"").matcher(page);
    assertTrue(policy.find());
    assertEquals(
        "default-src 'none'; style-src '"
            + hash(page, "style")
            + "'; script-src '"
            + hash(page, "script")
            + "'; base-uri 'none'; form-action 'none'",
        policy.group(1));
  }

  private static String hash(String page, String element) throws Exception {
    Matcher content =
        Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(page);
    assertTrue(content.find());
    byte[] bytes = content.group(1).getBytes(StandardCharsets.UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  /** Without its script it is a table. */
  @Test
  void isReadableWithoutScript() throws IOException {
    String page = CommandRun.of("pprof", "--html", trace("annotate.trace")).succeeds().out();
    String table = page.substring(page.indexOf("<table>"), page.indexOf("</table>"));
    assertTrue(table.contains("<td>time.Sleep</td>"), table);
    assertTrue(page.contains("<section id=\"flame\" hidden"), page);
  }
}
