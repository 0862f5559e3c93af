package dev.loomtrace.bridge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agent's options, separated by commas.
 *
 * @param help print what there is
 * @param off do nothing
 * @param virtualOnly leave what platform threads use as it is
 * @param doctor file for the report of a check of this JVM; empty: no check
 * @param complaints what was not understood
 */
record AgentOptions(
    boolean help,
    boolean off,
    boolean virtualOnly,
    Optional<Path> doctor,
    List<String> complaints) {
  private static final String DOCTOR = "doctor=";

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
        doctor=FILE
               prove that events of each kind arrive in this JVM, and write to FILE what was found;
               the last option, meant for an agent that is attached
      What is recorded is chosen by JFR's settings, per event (loomtrace.VirtualThreadBlock#enabled=false).
      Start a recording with -XX:StartFlightRecording or jcmd <pid> JFR.start.
      """;

  static AgentOptions of(String text) {
    boolean help = false;
    boolean off = false;
    boolean virtualOnly = false;
    Optional<Path> doctor = Optional.empty();
    List<String> complaints = new ArrayList<>();
    String rest = text == null ? "" : text;
    int check = rest.startsWith(DOCTOR) ? 0 : rest.indexOf("," + DOCTOR);
    if (check >= 0) {
      // Its file may have commas in its name.
      doctor = Optional.of(Path.of(rest.substring(rest.indexOf('=', check) + 1)));
      rest = rest.substring(0, check);
    }
    for (String option : rest.isBlank() ? new String[0] : rest.split(",")) {
      switch (option.strip()) {
        case "help" -> help = true;
        case "off" -> off = true;
        case "virtual-only" -> virtualOnly = true;
        default -> complaints.add("unknown option '" + option.strip() + "' (try help)");
      }
    }
    return new AgentOptions(help, off, virtualOnly, doctor, List.copyOf(complaints));
  }
}
