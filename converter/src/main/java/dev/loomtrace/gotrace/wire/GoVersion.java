package dev.loomtrace.gotrace.wire;

import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The versions of Go's trace format. Each is named after the Go release that introduced it; Go 1.20
 * and 1.24, for instance, write the version before theirs.
 *
 * <p>Source: {@code internal/trace/version} of Go 1.26.
 */
public enum GoVersion {
  /** Go 1.11 to 1.18. */
  GO_1_11(11),
  /** Go 1.19 and 1.20. */
  GO_1_19(19),
  /** Go 1.21. */
  GO_1_21(21),
  /** Go 1.22: the format begins anew, with generations. */
  GO_1_22(22),
  /** Go 1.23 and 1.24: coroutine switches, experiments, stacks in statuses. */
  GO_1_23(23),
  /** Go 1.25: clock snapshots. */
  GO_1_25(25),
  /** Go 1.26: the end of a generation is marked. */
  GO_1_26(26);

  /** Length of a trace's header in bytes. */
  public static final int HEADER_SIZE = 16;

  private static final String BEFORE = "go 1.";
  private static final String AFTER = " trace\0\0\0";

  private final int minor;

  GoVersion(int minor) {
    this.minor = minor;
  }

  /** What writes it, such as {@code Go 1.26}. */
  public String program() {
    return "Go 1." + minor;
  }

  /** The minor number: 26 for Go 1.26. */
  public int minor() {
    return minor;
  }

  /** Whether it is a format of one batch for each proc, before generations. */
  public boolean isV1() {
    return compareTo(GO_1_22) < 0;
  }

  /** Whether a byte of its own ends each generation; else the next one's first batch does. */
  public boolean marksEndOfGeneration() {
    return compareTo(GO_1_26) >= 0;
  }

  /** Whether each generation has a snapshot of the clocks. */
  public boolean hasClockSnapshot() {
    return compareTo(GO_1_25) >= 0;
  }

  /** The type that begins a batch with the generation's frequency. */
  public WireType syncType() {
    return hasClockSnapshot() ? WireType.SYNC : WireType.FREQUENCY;
  }

  /**
   * Number of codes that Go's raw reader takes for events of this version: a prefix of the table of
   * types. Experimental types are in those since 1.26 only, whatever their age.
   */
  public int codes() {
    int codes = 0;
    for (WireType type : WireType.values()) {
      if (type.since() <= minor && (compareTo(GO_1_26) >= 0 || !type.isExperimental())) {
        codes = type.code() + 1;
      }
    }
    return codes;
  }

  /**
   * Reads a trace's header.
   *
   * @throws UnsupportedTraceException if it is a trace of a version that is not known
   * @throws MalformedTraceException if it is no header of a Go trace
   * @throws IOException if the input cannot be read
   */
  public static GoVersion readHeader(WireInput in) throws IOException {
    byte[] bytes = new byte[HEADER_SIZE];
    long offset = in.offset();
    int length = in.read(bytes, 0, HEADER_SIZE);
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    if (!text.matches("go 1\\.[0-9][0-9] trace\0\0\0")) {
      throw MalformedTraceException.at(
          offset,
          "",
          "found "
              + (length < HEADER_SIZE ? length + " bytes" : "other bytes")
              + ", expected the header of a Go trace, such as \"go 1.26 trace\"");
    }
    int minor = Integer.parseInt(text, BEFORE.length(), BEFORE.length() + 2, 10);
    for (GoVersion version : values()) {
      if (version.minor == minor) {
        return version;
      }
    }
    throw new UnsupportedTraceException(
        offset,
        "found a trace of version go 1." + minor + "; those that can be read are " + known());
  }

  private static String known() {
    return Arrays.stream(values())
        .map(version -> "1." + version.minor)
        .collect(Collectors.joining(", "));
  }

  /** Writes a trace's header. */
  public void writeHeader(OutputStream out) throws IOException {
    out.write((BEFORE + minor + AFTER).getBytes(StandardCharsets.US_ASCII));
  }
}
