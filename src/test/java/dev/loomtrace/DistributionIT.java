package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is delivered beside the program: licences, and a list of what it is made of. */
@Tag("parallel")
class DistributionIT {
  private static final Path HOME = Path.of(System.getProperty("loomtrace.home")).normalize();
  private static final Pattern JAR = Pattern.compile("([a-z-]+?)(-\\d.*)?\\.jar");

  private static List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
      List<String> jars =
          files
              .map(f -> JAR.matcher(f.getFileName().toString()))
              .filter(Matcher::matches)
              .map(m -> m.group(1))
              .sorted()
              .toList();
      assertTrue(jars.size() > 5, jars.toString());
      return jars;
    }
  }

  @Test
  void eachLibraryHasItsLicence() throws IOException {
    for (String jar : jars()) {
      Path licence =
          jar.startsWith("loomtrace")
              ? HOME.resolve("LICENSE")
              : HOME.resolve("licenses").resolve(jar).resolve("LICENSE");
      assertTrue(Files.isRegularFile(licence), "no licence for " + jar + ": " + licence);
      assertTrue(Files.size(licence) > 1000, licence + " is a licence");
    }
  }

  /**
   * Or the launcher would build at each start: what is installed has the same time in each build.
   */
  @Test
  void theLauncherSeesWhenItWasBuilt() throws IOException {
    String name = "loomtrace-" + System.getProperty("loomtrace.version") + ".jar";
    FileTime built = Files.getLastModifiedTime(Path.of("target", name));
    FileTime compiled =
        Files.getLastModifiedTime(Path.of("target/classes/dev/loomtrace/tool/Main.class"));
    assertTrue(built.compareTo(compiled) >= 0, built + " is before " + compiled);
  }

  @Test
  void whatIsInTheAgentHasItsLicence() {
    for (String file : List.of("byte-buddy/LICENSE", "byte-buddy/NOTICE", "ASM")) {
      Path licence = HOME.resolve("licenses/loomtrace-agent").resolve(file);
      assertTrue(Files.isRegularFile(licence), licence.toString());
    }
  }

  @Test
  void theListNamesAllThatIsDelivered() throws IOException {
    // Maven gives it as a Boolean, which its own plugin cannot pass on unless it is part of a text.
    String offline = System.getProperty("loomtrace.offline");
    assumeFalse("is true".equals(offline), "only an online build makes it");
    Set<String> listed = new TreeSet<>();
    try (JsonParser json = new JsonFactory().createParser(HOME.resolve("sbom.cdx.json").toFile())) {
      for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
        if (t == JsonToken.FIELD_NAME && json.currentName().equals("purl")) {
          listed.add(json.nextTextValue().replaceFirst("pkg:maven/[^/]+/([^@]+)@.*", "$1"));
        }
      }
    }
    Set<String> delivered = new TreeSet<>(jars());
    delivered.add("byte-buddy");
    assertEquals(delivered, listed);
  }
}
