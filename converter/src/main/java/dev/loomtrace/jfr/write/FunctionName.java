package dev.loomtrace.jfr.write;

import java.util.regex.Pattern;

/**
 * The name of a function, taken apart as tools for Java want it: package, class, method.
 *
 * @param packageName path of the package, as {@code net/http}; empty if the name has none
 * @param className the package and, of a method, its receiver's type: {@code net/http.conn}
 * @param method name of the function, or of the method and what is inside it: {@code serve.func1}
 */
record FunctionName(String packageName, String className, String method) {
  private static final FunctionName UNKNOWN = new FunctionName("", "unknown", "unknown");

  // What compilers call functions inside others: no name of a method that has a type before it.
  private static final Pattern INNER =
      Pattern.compile("(func|gowrap|deferwrap|init|range)?[0-9]+.*|λ[0-9]*|.*-range[0-9]+");

  /** Takes a full name apart, such as {@code net/http.(*conn).serve.func1}. */
  static FunctionName of(String function) {
    int slash = function.lastIndexOf('/', end(function));
    int dot = function.indexOf('.', slash + 1);
    if (dot <= 0 || dot == function.length() - 1) {
      return function.isEmpty() ? UNKNOWN : new FunctionName("", "unknown", function);
    }
    String packageName = function.substring(0, dot);
    String rest = function.substring(dot + 1);
    if (rest.startsWith("(")) {
      int close = rest.indexOf(").");
      if (close > 0 && close + 2 < rest.length()) {
        String type = rest.substring(rest.startsWith("(*") ? 2 : 1, close);
        return new FunctionName(packageName, packageName + "." + type, rest.substring(close + 2));
      }
    }
    int next = dotOutsideBrackets(rest);
    if (next > 0
        && next + 1 < rest.length()
        && !INNER.matcher(rest.substring(next + 1)).matches()) {
      return new FunctionName(
          packageName, packageName + "." + rest.substring(0, next), rest.substring(next + 1));
    }
    return new FunctionName(packageName, packageName, rest);
  }

  /** Where type arguments begin, which have slashes and dots of their own. */
  private static int end(String function) {
    int bracket = function.indexOf('[');
    return bracket < 0 ? function.length() : bracket;
  }

  private static int dotOutsideBrackets(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '[' -> depth++;
        case ']' -> depth--;
        case '.' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {
          // Part of a name.
        }
      }
    }
    return -1;
  }
}
