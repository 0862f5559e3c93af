package dev.loomtrace.bridge;

import dev.loomtrace.bridge.boot.request.Server;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The agent's options, separated by commas.
 *
 * @param help print what there is
 * @param off do nothing
 * @param virtualOnly leave what platform threads use as it is
 * @param doctor file for the report of a check of this JVM; empty: no check
 * @param config file with options of the flight recorder; empty: none
 * @param requests the servers whose requests become tasks; empty: none
 * @param mdc keys of {@code org.slf4j.MDC} that become attributes of tasks; empty: none
 * @param recorder options of the flight recorder
 * @param complaints what was not understood
 */
record AgentOptions(
    boolean help,
    boolean off,
    boolean virtualOnly,
    Optional<Path> doctor,
    Optional<Path> config,
    Set<Server> requests,
    Set<String> mdc,
    List<RecorderOption> recorder,
    List<String> complaints) {
  private static final String DOCTOR = "doctor=";
  private static final String CONFIG = "config=";
  private static final String TRIGGER = "trigger";
  private static final String REQUESTS = "requests=";
  private static final String MDC = "mdc=";
  private static final int MOST_KEYS = 16;
  private static final int MOST_OF_KEY = 64; // Characters.
  private static final String ALL = "on";
  private static final String NONE = "off";

  static final String HELP =
      """
      Loomtrace agent: records the scheduling of virtual threads with JDK Flight Recorder.
        -javaagent:loomtrace-agent.jar[=option,...]
      Options:
        help   print this
        off    install nothing; the same as -Dloomtrace.off=true
        virtual-only
               record no waits of platform threads, and leave the classes that they wait by as
               they are
        requests=on
               make a task of each request of a server that has no spans: of the JDK's HttpServer,
               Tomcat, Jetty, Helidon, Undertow, Vert.x, gRPC; or only of some:
               requests=jdk+tomcat
        mdc=KEY+KEY...
               make attributes of tasks of what the application puts into SLF4J's MDC with these
               keys; 16 at most
        trigger=CONDITION
               keep the last seconds, and dump them when this happens: task>300ms, task(NAME)>1s,
               task(NAME)>p99.9, error, runnable>50ms, pinned>20ms, blocked(lock)>1s,
               carriers-busy>2s; several times for several. With these options:
                 keep=20s        how far back a dump reaches
                 keep-bytes=64m  size on disk above which less is kept
                 every=1m        least time from one dump to the next
                 dir=DIRECTORY   where dumps go (loomtrace-dumps)
                 prefix=TEXT     what their names begin with (loomtrace)
                 max-files=10    how many are kept; the oldest are deleted
                 max-bytes=1g    how large they may be together
                 answer          print a line about each
                 jmx             be a managed bean, dev.loomtrace:type=FlightRecorder
        config=FILE
               read these options, one a line, from a file
        doctor=FILE
               prove that events of each kind arrive in this JVM, and write to FILE what was found;
               the last option, meant for an agent that is attached
      What is recorded is chosen by JFR's settings, per event (loomtrace.VirtualThreadBlock#enabled=false).
      Start a recording with -XX:StartFlightRecording or jcmd <pid> JFR.start.
      """;

  /** As the agent is given them. */
  static AgentOptions of(String text) {
    return of(text, List.of());
  }

  /**
   * The same with those from a file.
   *
   * @param file come first; those that are given otherwise take their place
   */
  static AgentOptions of(String text, List<RecorderOption> file) {
    boolean help = false;
    boolean off = false;
    boolean virtualOnly = false;
    Optional<Path> doctor = Optional.empty();
    Optional<Path> config = Optional.empty();
    Set<Server> requests = Set.of(); // Its classes are loaded only if they are asked for.
    Set<String> mdc = Set.of();
    List<RecorderOption> recorder = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (RecorderOption option : file) {
      if (option.isOfRecorder()) {
        recorder.add(option);
      } else if (REQUESTS.startsWith(option.key())) {
        requests = servers(option.value(), option.where(), complaints);
      } else {
        mdc = keys(option.value(), option.where(), complaints);
      }
    }
    String rest = text == null ? "" : text;
    int check = rest.startsWith(DOCTOR) ? 0 : rest.indexOf("," + DOCTOR);
    if (check >= 0) {
      // Its file may have commas in its name.
      doctor = path(DOCTOR, rest.substring(rest.indexOf('=', check) + 1), complaints);
      rest = rest.substring(0, check);
    }
    for (String part : rest.isBlank() ? List.<String>of() : split(rest)) {
      String option = part.strip();
      switch (option) {
        case "help" -> help = true;
        case "off" -> off = true;
        case "virtual-only" -> virtualOnly = true;
        default -> {
          RecorderOption setting = RecorderOption.of(option, "");
          if (option.startsWith(CONFIG)) {
            config = path(CONFIG, option.substring(CONFIG.length()), complaints);
          } else if (option.startsWith(REQUESTS)) {
            requests = servers(option.substring(REQUESTS.length()), "", complaints);
          } else if (option.startsWith(MDC)) {
            mdc = keys(option.substring(MDC.length()), "", complaints);
          } else if (setting != null) {
            recorder.add(setting);
          } else {
            complaints.add("unknown option '" + option + "' (try help)");
          }
        }
      }
    }
    return new AgentOptions(
        help,
        off,
        virtualOnly,
        doctor,
        config,
        Collections.unmodifiableSet(requests),
        mdc,
        List.copyOf(recorder),
        List.copyOf(complaints));
  }

  private static Set<String> keys(String text, String where, List<String> complaints) {
    Set<String> keys = new LinkedHashSet<>();
    for (String part : text.split("[+,;]", -1)) {
      String key = part.strip();
      if (key.length() > MOST_OF_KEY) {
        complaints.add(where + "option " + MDC + " has a key of more than 64 characters");
      } else if (!key.isEmpty() && keys.size() < MOST_KEYS) {
        keys.add(key);
      } else if (!key.isEmpty() && !keys.contains(key)) {
        complaints.add(where + "option " + MDC + " has more than 16 keys; not recorded: " + key);
      }
    }
    return Collections.unmodifiableSet(keys);
  }

  private static Set<Server> servers(String text, String where, List<String> complaints) {
    Set<Server> servers = EnumSet.noneOf(Server.class);
    for (String part : text.split("[+,;]", -1)) {
      String name = part.strip();
      List<Server> meant =
          Arrays.stream(Server.values())
              .filter(server -> name.equals(ALL) || name.equals(server.option()))
              .toList();
      servers.addAll(meant);
      if (meant.isEmpty() && !name.equals(NONE)) {
        complaints.add(
            where
                + "option "
                + REQUESTS
                + " knows no '"
                + name
                + "': expected on, off or some of "
                + String.join("+", Server.options()));
      }
    }
    return servers;
  }

  private static Optional<Path> path(String option, String name, List<String> complaints) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      complaints.add("option " + option + " is no file name: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** At the commas; not at those between a trigger's parentheses: names of tasks may have some. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isTrigger(text, from)) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
      if (c == ',' && depth <= 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
        depth = 0;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static boolean isTrigger(String text, int from) {
    int begin = from;
    while (begin < text.length() && text.charAt(begin) == ' ') {
      begin++;
    }
    return text.startsWith(TRIGGER, begin);
  }
}
