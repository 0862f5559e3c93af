package dev.loomtrace.jfr.decode;

import java.util.List;

/**
 * Java names in the form in which Go's tools show them best: package and function apart at the last
 * slash, the JDK's own with slashes only.
 */
final class JavaNames {
  private static final List<String> JDK =
      List.of(
          "java/",
          "javax/",
          "jdk/",
          "sun/",
          "com/sun/",
          "dev/loomtrace/bridge/",
          "dev/loomtrace/Task",
          "dev/loomtrace/Wrapping",
          "dev/loomtrace/Region",
          "dev/loomtrace/Log",
          "dev/loomtrace/FlightRecorder",
          "dev/loomtrace/annotation/",
          "dev/loomtrace/recorder/",
          "dev/loomtrace/internal/");
  private static final String LAMBDA_CLASS = "$$Lambda";
  private static final String LAMBDA_METHOD = "lambda$";

  private JavaNames() {}

  /** Whether a class, by its name with slashes, belongs to the JDK or to the recorder. */
  static boolean isJdk(String className) {
    return JDK.stream().anyMatch(className::startsWith);
  }

  /** Whether it is the class that the JVM makes of a lambda expression. */
  static boolean isLambda(String className) {
    return className.contains(LAMBDA_CLASS);
  }

  /** The class in which a lambda's class was declared; another class is its own. */
  static String declaring(String className) {
    int lambda = className.indexOf(LAMBDA_CLASS);
    String named = lambda < 0 ? className : className.substring(0, lambda);
    // Other hidden classes carry an address after a plus sign or a slash.
    int address = Math.max(named.indexOf('+'), named.indexOf("/0x"));
    return address < 0 ? named : named.substring(0, address);
  }

  /**
   * A function's name: {@code java/util/concurrent/LinkedBlockingQueue.take}, {@code
   * com.acme.shop/Checkout.pay}, {@code Main.main·λ1}.
   */
  static String function(String className, String method) {
    String declaring = declaring(className);
    int slash = declaring.lastIndexOf('/');
    String owner =
        isJdk(declaring) || slash < 0
            ? declaring
            : declaring.substring(0, slash).replace('/', '.') + declaring.substring(slash);
    return owner + "." + method(method);
  }

  // javac names the body of a lambda lambda$method$number; others leave it at lambda$number.
  private static String method(String name) {
    if (!name.startsWith(LAMBDA_METHOD)) {
      return name;
    }
    String rest = name.substring(LAMBDA_METHOD.length());
    int dollar = rest.lastIndexOf('$');
    return dollar < 0 ? "λ" + rest : rest.substring(0, dollar) + "·λ" + rest.substring(dollar + 1);
  }

  /** The file in which a class is declared if its author kept to the custom; JFR does not say. */
  static String file(String className) {
    String declaring = declaring(className);
    int dollar = declaring.indexOf('$', declaring.lastIndexOf('/') + 2);
    return (dollar < 0 ? declaring : declaring.substring(0, dollar)) + ".java";
  }

  /** A class's name as people write it. */
  static String readable(String className) {
    return declaring(className).replace('/', '.');
  }
}
