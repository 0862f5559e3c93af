package dev.loomtrace.bridge;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Whether this JVM uses the AOT cache or the archive of classes that it was given. An agent changes
 * the modules and class path that these are checked against, and the JVM starts without them then.
 */
final class ClassArchive {
  private static final String CACHE = "AOTCache";
  private static final String ARCHIVE = "SharedArchiveFile";
  private static final String ADVICE = "is not used: docs/safety.md says how to make one that is";

  // Bounds of what is mapped: first the JDK's or a static archive, then what was added to it.
  private static final Pattern MAPPED =
      Pattern.compile("CDS archive\\(s\\) mapped at: \\[\\S+-(0x\\p{XDigit}+)-(0x\\p{XDigit}+)\\)");

  private ClassArchive() {}

  /** Adds a finding for each that was given. */
  static void examine(DoctorReport report) {
    try {
      String cache = option(CACHE);
      String archive = option(ARCHIVE);
      if (cache.isEmpty() && archive.isEmpty()) {
        return;
      }
      String info =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "vmInfo",
                      null,
                      null);
      examine(report, cache, archive, info);
    } catch (JMException | LinkageError e) {
      report.note(CACHE, "this JVM does not tell whether it uses one: " + e);
    }
  }

  /**
   * The same from what the JVM says.
   *
   * @param cache file of the AOT cache, empty if none was given
   * @param archive file of the archive of classes, empty if none was given
   * @param info the JVM's description of itself
   */
  static void examine(DoctorReport report, String cache, String archive, String info) {
    Matcher mapped = MAPPED.matcher(info);
    boolean used = mapped.find();
    if (!cache.isEmpty()) {
      add(report, CACHE, cache, used, ADVICE);
    }
    if (!archive.isEmpty()) {
      boolean added = used && !mapped.group(1).equals(mapped.group(2));
      add(
          report,
          ARCHIVE,
          archive,
          added,
          used
              ? "was not added to the JDK's own, unless it takes its place: docs/safety.md"
              : ADVICE);
    }
  }

  private static void add(
      DoctorReport report, String subject, String file, boolean good, String text) {
    if (good) {
      report.ok(subject, file + " is used");
    } else {
      report.warn(subject, file + " " + text);
    }
  }

  // Empty where this JVM has no such option.
  private static String option(String name) {
    try {
      String value =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption(name)
              .getValue();
      return value == null ? "" : value;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
