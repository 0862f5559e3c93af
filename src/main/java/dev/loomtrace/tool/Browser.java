package dev.loomtrace.tool;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the user's browser, where there is one; else nothing happens. */
final class Browser {
  private Browser() {}

  /** Asks the operating system to show an address. */
  static void open(String address) {
    Optional<List<String>> command =
        command(System.getProperty("os.name"), System.getenv(), address);
    if (command.isPresent()) {
      try {
        new ProcessBuilder(command.get())
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .getOutputStream()
            .close();
      } catch (IOException e) {
        // There is none: the address that was printed is enough.
      }
    }
  }

  /**
   * The command that shows an address.
   *
   * @param system as Java names it
   * @return empty where there is no screen: a browser for terminals would take ours
   */
  static Optional<List<String>> command(
      String system, Map<String, String> environment, String address) {
    if (system.startsWith("Mac")) {
      return Optional.of(List.of("open", address));
    }
    if (system.startsWith("Windows")) {
      return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", address));
    }
    boolean screen =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return screen ? Optional.of(List.of("xdg-open", address)) : Optional.empty();
  }
}
