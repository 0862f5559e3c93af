package dev.loomtrace.bridge;

import dev.loomtrace.bridge.boot.jdk.JdkMember;
import dev.loomtrace.bridge.boot.jdk.JdkTypes;
import java.util.function.Function;

/** Looks whether this JDK has what the recorder needs. Changes nothing, initialises no class. */
final class Preflight {
  private Preflight() {}

  /** Why virtual threads cannot be recorded here; null if they can. */
  static String obstacle() {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return "this Java run time has no module jdk.jfr";
    }
    return obstacle(JdkTypes::find);
  }

  /**
   * The same, of a JDK that has these classes.
   *
   * @param types the class of a name; null if there is none
   */
  static String obstacle(Function<String, Class<?>> types) {
    if (types.apply(JdkTypes.VIRTUAL_THREAD) == null) {
      return "this Java run time has no virtual threads; it needs version 21 or later";
    }
    boolean monitorsYield = JdkMember.UNBLOCK.isIn(types);
    for (JdkMember member : JdkMember.values()) {
      if (member.isRequired(monitorsYield) && !member.isIn(types)) {
        String java = "Java " + Runtime.version();
        String lack =
            types.apply(member.owner()) == null
                ? java + " has no " + member.owner()
                : member.owner() + " of " + java + " has no " + member.description();
        return lack + "; a newer Loomtrace may know this version";
      }
    }
    return null;
  }

  /** Whether threads at monitors give up their carriers: since JDK 24. */
  static boolean monitorsYield() {
    return JdkMember.UNBLOCK.exists();
  }
}
