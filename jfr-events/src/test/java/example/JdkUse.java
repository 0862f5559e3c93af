package example;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Parts of the JDK that applications use, and that read files when they are initialised: if that
 * fails they stay broken as long as the JVM lives.
 */
final class JdkUse {
  private static final Map<String, Callable<?>> USES =
      Map.ofEntries(
          Map.entry("uuid", UUID::randomUUID),
          Map.entry("random", () -> new SecureRandom().nextLong()),
          Map.entry("security", Security::getProviders),
          Map.entry("digest", () -> MessageDigest.getInstance("SHA-256").digest()),
          Map.entry("dns", () -> InetAddress.getByName("localhost")),
          Map.entry("files", () -> Files.deleteIfExists(Files.createTempFile("chaos", null))),
          Map.entry("attributes", () -> Files.readAttributes(Path.of("."), "*")),
          Map.entry(
              "dates",
              () ->
                  DateTimeFormatter.RFC_1123_DATE_TIME.format(
                      ZonedDateTime.now(ZoneId.systemDefault()))),
          Map.entry("format", () -> "%,.2f".formatted(1234.5)),
          Map.entry("charset", () -> "x".getBytes(Charset.forName("KOI8-R"))),
          Map.entry("uri", () -> URI.create("jar:file:/x!/y").toURL()),
          Map.entry("process", () -> new ProcessBuilder("true").start().waitFor()),
          Map.entry("services", () -> ServiceLoader.load(FileSystemProvider.class).findFirst()),
          Map.entry(
              "logging", () -> System.getLogger("chaos").isLoggable(System.Logger.Level.INFO)));

  private JdkUse() {}

  /** What can no longer be used, and why. */
  static Map<String, String> broken() {
    Map<String, String> broken = new TreeMap<>();
    USES.forEach(
        (name, use) -> {
          try {
            use.call();
          } catch (Exception | Error e) {
            broken.put(name, e.toString());
          }
        });
    return broken;
  }
}
