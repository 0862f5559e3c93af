package dev.loomtrace.trace;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows Go's own library and the modules that a program uses, by their packages and files. Paths of
 * files may have been trimmed by the compiler ({@code -trimpath}): then they begin with the module.
 */
final class GoLibrary {
  // First elements of the paths of the packages that come with Go.
  private static final Set<String> FIRST =
      Arrays.stream(
              ("archive bufio bytes cmp compress container context crypto database debug embed"
                      + " encoding errors expvar flag fmt go hash html image index internal io iter"
                      + " log maps math mime net os path plugin reflect regexp runtime slices sort"
                      + " strconv strings structs sync syscall testing text time unicode unique"
                      + " unsafe vendor weak")
                  .split(" ", -1))
          .collect(Collectors.toUnmodifiableSet());

  // Below this are the packages, in Go's own folder.
  private static final String SOURCES = "/src/";

  private GoLibrary() {}

  /** Whether a frame is in code that the program's author did not write. */
  static boolean has(Frame frame) {
    // A module that was downloaded has its version in its path; one may also be copied.
    return frame.file().contains("@v") || frame.file().contains("/vendor/") || isGosOwn(frame);
  }

  private static boolean isGosOwn(Frame frame) {
    if (!isFirst(packageOf(frame.function()))) {
      return false;
    }
    // A module of the program's own may be called like one of these, but is elsewhere. A function
    // may be in the file of another package: time.Sleep is in one of the runtime's.
    String folder = frame.file().substring(0, Math.max(0, frame.file().lastIndexOf('/')));
    int root = folder.lastIndexOf(SOURCES);
    return isFirst(root < 0 ? folder : folder.substring(root + SOURCES.length()));
  }

  private static boolean isFirst(String path) {
    int slash = path.indexOf('/');
    return FIRST.contains(slash < 0 ? path : path.substring(0, slash));
  }

  /** {@code net/http} of {@code net/http.(*Client).Do}. */
  private static String packageOf(String function) {
    int dot = function.indexOf('.', function.lastIndexOf('/') + 1);
    // A slash may also be part of a type that a generic function is made for.
    int bracket = function.indexOf('[');
    if (bracket >= 0 && bracket < function.lastIndexOf('/')) {
      dot = function.indexOf('.', function.lastIndexOf('/', bracket) + 1);
    }
    return dot < 0 ? function : function.substring(0, dot);
  }
}
