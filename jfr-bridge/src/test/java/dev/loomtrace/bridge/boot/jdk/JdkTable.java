package dev.loomtrace.bridge.boot.jdk;

import java.util.ArrayList;
import java.util.List;

/** Compares {@link JdkMember} with the JDK that it runs on. */
public final class JdkTable {
  private JdkTable() {}

  /** Prints each row that is wrong about this JDK; nothing if all are right. */
  public static void main(String[] args) {
    differences().forEach(System.out::println);
  }

  static List<String> differences() {
    int version = Runtime.version().feature();
    List<String> differences = new ArrayList<>();
    for (JdkMember member : JdkMember.values()) {
      if (member.exists() != member.isOf(version)) {
        differences.add(
            String.format(
                "%s: %s of %s %s in JDK %d",
                member,
                member.description(),
                member.owner(),
                member.exists() ? "exists" : "is missing",
                version));
      }
    }
    return differences;
  }
}
