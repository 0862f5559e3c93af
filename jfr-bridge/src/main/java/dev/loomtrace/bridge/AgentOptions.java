package dev.loomtrace.bridge;

import java.util.ArrayList;
import java.util.List;

/**
 * The agent's options, separated by commas.
 *
 * @param help print what there is
 * @param off do nothing
 * @param complaints what was not understood
 */
record AgentOptions(boolean help, boolean off, List<String> complaints) {
  static final String HELP =
      """
      Loomtrace agent: records the scheduling of virtual threads with JDK Flight Recorder.
        -javaagent:loomtrace-agent.jar[=option,...]
      Options:
        help   print this
        off    install nothing; the same as -Dloomtrace.off=true
      What is recorded is chosen by JFR's settings, per event (loomtrace.VirtualThreadBlock#enabled=false).
      Start a recording with -XX:StartFlightRecording or jcmd <pid> JFR.start.
      """;

  static AgentOptions of(String text) {
    boolean help = false;
    boolean off = false;
    List<String> complaints = new ArrayList<>();
    for (String option : text == null || text.isBlank() ? new String[0] : text.split(",")) {
      switch (option.strip()) {
        case "help" -> help = true;
        case "off" -> off = true;
        default -> complaints.add("unknown option '" + option + "' (try help)");
      }
    }
    return new AgentOptions(help, off, List.copyOf(complaints));
  }
}
