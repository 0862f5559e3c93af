package dev.loomtrace.trace;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whose code a frame is: the one place that knows which functions come with a platform,
 * which with a library, and which are the application's. Immutable.
 */
public final class FrameOrigins {
  /**
   * What is neither the platform's nor known as a library's is taken for the application's; {@link
   * #site} says which of several such is.
   */
  public static final FrameOrigins DEFAULT = new FrameOrigins(List.of());

  // First elements of the function names of what comes with the platform: functions of the JDK are
  // named java/util/..., those of Go's runtime and library runtime.gopark,
  // internal/poll.(*FD).Read.
  private static final Set<String> JDK = Set.of("java", "javax", "jdk", "sun", "com.sun");
  private static final Set<String> GO_PLUMBING = Set.of("runtime", "internal", "sync", "syscall");

  private static final String SUN = "com/sun/";

  // The recorder's own classes are named as the JDK's are; a demo of it would be
  // dev.loomtrace.demo/.
  private static final String RECORDER = "dev/loomtrace/";

  // What stands for the JVM itself, such as jvm.truncated.
  private static final String JVM = "jvm";

  // Classes that frameworks and the JVM make at run time: they pass a call on.
  private static final Pattern GENERATED =
      Pattern.compile(
          "\\$\\$SpringCGLIB\\$\\$|\\$\\$EnhancerBy|\\$\\$FastClassBy|\\$\\$KeyFactoryBy"
              + "|\\$Proxy\\d|_ClientProxy(\\.|\\$)|LambdaForm\\$|\\$\\$Lambda");

  // Elements with which names of packages begin that say who made them in the next one only.
  private static final Set<String> DOMAINS =
      Set.of("com", "org", "net", "io", "dev", "edu", "gov", "info", "biz");
  private static final Set<String> HOSTS =
      Set.of("com.github", "io.github", "com.gitlab", "io.gitlab");
  private static final int COUNTRY = 2;

  private final List<String> application;

  private FrameOrigins(List<String> application) {
    this.application = application;
  }

  /**
   * A rule by which only functions with one of these prefixes are the application's, and other code
   * that does not come with the platform is a library's.
   *
   * @param prefixes of function names as frames have them, with dots: {@code com.acme.shop}; if
   *     there are none, as {@link #DEFAULT}
   */
  public static FrameOrigins ofApplication(List<String> prefixes) {
    return prefixes.isEmpty()
        ? DEFAULT
        : new FrameOrigins(prefixes.stream().map(FrameOrigins::dotted).toList());
  }

  /** Whether it is the same rule. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FrameOrigins rule && application.equals(rule.application);
  }

  @Override
  public int hashCode() {
    return application.hashCode();
  }

  /** Whose code a frame is. */
  public FrameOrigin of(Frame frame) {
    if (isRuntime(frame.function()) || isGenerated(frame.function())) {
      return FrameOrigin.RUNTIME;
    }
    String name = dotted(frame.function());
    boolean own =
        application.isEmpty()
            ? !(isGo(frame) ? GoLibrary.has(frame) : Libraries.have(name))
            : application.stream().anyMatch(name::startsWith);
    return own ? FrameOrigin.APPLICATION : FrameOrigin.LIBRARY;
  }

  private static boolean isGenerated(String function) {
    return (function.indexOf('$') >= 0 || function.indexOf('_') >= 0)
        && GENERATED.matcher(function).find();
  }

  // Frames have a slash before the last element of a name; people write dots.
  private static String dotted(String name) {
    return name.replace('/', '.');
  }

  private static boolean isGo(Frame frame) {
    return frame.file().endsWith(".go");
  }

  /**
   * The place that its author would name: the innermost frame of the application's own code, else
   * the innermost one of a library, else the innermost one, if there is any.
   *
   * <p>Where nobody has said what is the application's, a library that is not known might pass for
   * it. But then those who use it called it: of a JVM, the outermost code that might be the
   * application's is, and all that was made by the same.
   */
  public Optional<Frame> site(Stack stack) {
    List<Frame> frames = stack.frames();
    int own = own(frames);
    if (own < 0) {
      own = innermost(frames, FrameOrigin.LIBRARY);
    }
    return frames.isEmpty() ? Optional.empty() : Optional.of(frames.get(Math.max(0, own)));
  }

  /**
   * The innermost frame of a library that {@link #site} has called, directly or not; empty if it
   * called none, or is a library's itself.
   */
  public Optional<Frame> called(Stack stack) {
    List<Frame> frames = stack.frames();
    int own = own(frames);
    for (int i = 0; i < own; i++) {
      if (of(frames.get(i)) != FrameOrigin.RUNTIME) {
        return Optional.of(frames.get(i));
      }
    }
    return Optional.empty();
  }

  /** The index of the innermost frame of the application; -1 if there is none. */
  private int own(List<Frame> frames) {
    int innermost = innermost(frames, FrameOrigin.APPLICATION);
    if (innermost < 0 || !application.isEmpty() || isGo(frames.get(innermost))) {
      return innermost;
    }
    int outermost = frames.size() - 1;
    while (of(frames.get(outermost)) != FrameOrigin.APPLICATION) {
      outermost--;
    }
    String maker = maker(frames.get(outermost));
    int own = innermost;
    while (!maker.equals(maker(frames.get(own)))
        || of(frames.get(own)) != FrameOrigin.APPLICATION) {
      own++;
    }
    return own;
  }

  private int innermost(List<Frame> frames, FrameOrigin origin) {
    for (int i = 0; i < frames.size(); i++) {
      if (of(frames.get(i)) == origin) {
        return i;
      }
    }
    return -1;
  }

  /** The part of a package's name that says who made it; empty if it is in none. */
  private static String maker(Frame frame) {
    String function = frame.function();
    int slash = function.lastIndexOf('/');
    String[] elements = function.substring(0, Math.max(0, slash)).split("[./]", -1);
    int length = isDomain(elements[0]) ? 2 : 1;
    if (elements.length > 2 && HOSTS.contains(elements[0] + "." + elements[1])) {
      length++;
    }
    return String.join(".", List.of(elements).subList(0, Math.min(length, elements.length)));
  }

  private static boolean isDomain(String element) {
    return element.length() == COUNTRY || DOMAINS.contains(element);
  }

  private static boolean isRuntime(String function) {
    int slash = function.indexOf('/');
    int dot = function.indexOf('.');
    if (slash < 0) {
      String first = dot <= 0 ? JVM : function.substring(0, dot);
      return first.equals(JVM) || GO_PLUMBING.contains(first);
    }
    String first = function.substring(0, slash);
    return function.startsWith(RECORDER)
        || function.startsWith(SUN)
        || JDK.contains(first)
        || GO_PLUMBING.contains(first)
        || first.startsWith("com.sun.");
  }
}
