package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A stranger's project that depends on one of our artifacts as they are published: it finds all
 * that the artifact's POM names, and sees what its module exports and nothing else. One repository
 * has our libraries only; those of others and Maven's plugins come from the one of this build.
 */
@Tag("parallel")
@Tag("slow")
class PublishedIT {
  private static final String POM =
      """
      <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>stranger</groupId>
        <artifactId>stranger</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>21</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>dev.loomtrace</groupId>
            <artifactId>@artifact@</artifactId>
            <version>@version@</version>
          </dependency>
        </dependencies>
        <repositories>
          <repository>
            <id>central</id>
            <url>@published@</url>
            <snapshots><enabled>true</enabled></snapshots>
          </repository>
          <repository>
            <id>others</id>
            <url>@plugins@</url>
            <snapshots><enabled>false</enabled></snapshots>
          </repository>
        </repositories>
        <pluginRepositories>
          <pluginRepository>
            <id>central</id>
            <url>@plugins@</url>
          </pluginRepository>
        </pluginRepositories>
        <build>
          <plugins>
            <plugin>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>3.14.1</version>
            </plugin>
            <plugin>
              <artifactId>maven-resources-plugin</artifactId>
              <version>3.3.1</version>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  @TempDir Path project;

  private record Answer(int status, String text) {}

  /** Compiles a module of one class that uses the type given. */
  private Answer compile(String artifact, String module, String type)
      throws IOException, InterruptedException {
    Path sources = Files.createDirectories(project.resolve("src/main/java/stranger"));
    Files.writeString(
        project.resolve("pom.xml"),
        POM.replace("@artifact@", artifact)
            .replace("@version@", System.getProperty("loomtrace.version"))
            .replace("@published@", folder("loomtrace.published"))
            .replace("@plugins@", folder("loomtrace.plugins")));
    Files.writeString(
        sources.resolveSibling("module-info.java"),
        "module stranger { requires %s; }".formatted(module));
    Files.writeString(
        sources.resolve("User.java"),
        "package stranger; class User { Class<?> used = %s.class; }".formatted(type));
    Path out = project.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                "mvn",
                "-B",
                "-q",
                "-Dmaven.repo.local=" + project.resolve("local"),
                "-f",
                project.resolve("pom.xml").toString(),
                "compile")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process maven = builder.start();
    maven.getOutputStream().close();
    int status = maven.waitFor();
    return new Answer(status, Files.readString(out, StandardCharsets.UTF_8));
  }

  private static String folder(String property) {
    return Path.of(System.getProperty(property)).normalize().toUri().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "loomtrace-events, dev.loomtrace, dev.loomtrace.Task",
    "loomtrace-analysis, dev.loomtrace.analysis, dev.loomtrace.convert.Traces",
    "loomtrace-spring-boot-starter, dev.loomtrace.spring, dev.loomtrace.spring.ObservationProperties"
  })
  void canBeUsedByItself(String artifact, String module, String type) throws Exception {
    Answer answer = compile(artifact, module, type);
    assertEquals(0, answer.status(), answer.text());
  }

  @Test
  void hidesItsInnards() throws Exception {
    Answer answer =
        compile("loomtrace-converter", "dev.loomtrace.converter", "dev.loomtrace.base.LongMap");
    assertEquals(1, answer.status(), answer.text());
    assertTrue(answer.text().contains("dev.loomtrace.base is not visible"), answer.text());
  }
}
