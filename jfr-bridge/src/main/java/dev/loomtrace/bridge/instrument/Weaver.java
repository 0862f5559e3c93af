package dev.loomtrace.bridge.instrument;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.loomtrace.EventNames;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberAttributeExtension;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * Instruments the JDK's classes: a table of methods and what is done to each, and the transformer
 * that applies it.
 */
public final class Weaver {
  // Where structured concurrency waits: it parks directly, on nothing.
  private static final String FLOCK = "jdk.internal.misc.ThreadFlock";
  // Since JDK 24, in a module that the run time may not have. Few applications ever load it.
  private static final String SCHEDULER =
      "com.sun.management.internal.VirtualThreadSchedulerImpls$VirtualThreadSchedulerImpl";

  // What writes the fields of events. Compiled into each commit, it makes an event of ten fields 70
  // kB of machine code, which takes a second to compile and costs a fifth of its time when it runs.
  private static final String EVENT_WRITER = "jdk.jfr.internal.event.EventWriter";
  private static final String PUT_LONG = "putLong";
  private static final String DONT_INLINE = "jdk.internal.vm.annotation.DontInline";

  /** What is done to a method. */
  private interface Change {
    AsmVisitorWrapper to(ElementMatcher<MethodDescription> method, ClassFileLocator jdk);
  }

  /** A method to instrument, as far as this JDK has it. */
  private record JoinPoint(
      String name, ElementMatcher.Junction<MethodDescription> method, Change change) {}

  private Weaver() {}

  /**
   * Instruments the classes of this JVM, now.
   *
   * @throws Exception if that fails; then nothing is instrumented
   */
  public static void weave(Instrumentation instrumentation) throws Exception {
    Map<Class<?>, List<JoinPoint>> targets = targets();
    Map<String, List<JoinPoint>> points = new HashMap<>();
    targets.forEach((type, of) -> points.put(internal(type.getName()), of));
    points.put(internal(SCHEDULER), ofScheduler());
    points.put(internal(EVENT_WRITER), ofEventWriter());
    List<Class<?>> loaded = new ArrayList<>(targets.keySet());
    Transformer transformer = new Transformer(points);
    instrumentation.addTransformer(transformer, true);
    // From here on it is instrumented when it is loaded.
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null && type.getName().equals(SCHEDULER)) {
        loaded.add(type);
      }
    }
    Class<?>[] types = loaded.toArray(new Class<?>[0]);
    try {
      instrumentation.retransformClasses(types);
      if (transformer.failure != null) {
        throw new IllegalStateException("can not instrument the JDK", transformer.failure);
      }
    } catch (Throwable t) {
      instrumentation.removeTransformer(transformer);
      instrumentation.retransformClasses(types);
      throw t;
    }
    lighten(instrumentation);
  }

  /** Makes events cost less, where that can be done. */
  private static void lighten(Instrumentation instrumentation) {
    Class<?> writer = BootClasses.find(EVENT_WRITER);
    if (writer != null && BootClasses.find(DONT_INLINE) != null) {
      try {
        instrumentation.retransformClasses(writer);
      } catch (Throwable t) {
        // Then they cost what they cost without the agent. What is hooked stays hooked.
      }
    }
  }

  /**
   * The methods that are instrumented where they exist, and whether they do here.
   *
   * @throws IllegalStateException if this JDK has no virtual threads
   */
  public static Map<String, Boolean> joinPoints() {
    try {
      Map<String, Boolean> present = new TreeMap<>();
      targets().forEach((type, points) -> addTo(present, type, points));
      Class<?> scheduler = BootClasses.find(SCHEDULER);
      if (scheduler != null) {
        addTo(present, scheduler, ofScheduler());
      }
      return present;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether events cost less: what writes their fields is not compiled into each commit. */
  public static boolean eventsAreLight() {
    Class<?> writer = BootClasses.find(EVENT_WRITER);
    return writer != null
        && Arrays.stream(writer.getDeclaredMethods())
            .filter(method -> method.getName().equals(PUT_LONG))
            .flatMap(method -> Arrays.stream(method.getAnnotations()))
            .anyMatch(annotation -> annotation.annotationType().getName().equals(DONT_INLINE));
  }

  private static Map<Class<?>, List<JoinPoint>> targets() throws ClassNotFoundException {
    Map<Class<?>, List<JoinPoint>> targets = new LinkedHashMap<>();
    Class<?> virtualThread = Class.forName(BootClasses.VIRTUAL_THREAD, false, null);
    targets.put(virtualThread, ofVirtualThread(virtualThread));
    targets.put(Class.forName(BootClasses.POLLER, false, null), ofPoller());
    Class<?> flock = BootClasses.find(FLOCK);
    if (flock != null) { // Else the waits are recorded all the same, without their reason.
      targets.put(flock, ofFlock());
    }
    return targets;
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }

  private static void addTo(Map<String, Boolean> present, Class<?> type, List<JoinPoint> points) {
    MethodList<?> methods = TypeDescription.ForLoadedType.of(type).getDeclaredMethods();
    for (JoinPoint point : points) {
      boolean found = !methods.filter(point.method()).isEmpty();
      present.merge(type.getSimpleName() + "." + point.name(), found, Boolean::logicalOr);
    }
  }

  private static List<JoinPoint> ofVirtualThread(Class<?> type) {
    List<JoinPoint> points =
        new ArrayList<>(
            List.of(
                point(Advices.Start.class, "start", 1),
                point(Advices.Run.class, "run", 1),
                point(Advices.AfterDone.class, "afterDone", 1),
                point(Advices.Yield.class, "yieldContinuation", 0),
                point(Advices.Pinned.class, "parkOnCarrierThread", 2),
                point(Advices.Permit.class, "getAndSetParkPermit", 1),
                point(Advices.Timer.class, "parkTimeoutExpired", 0),
                reason(EventNames.REASON_SLEEP, "sleepNanos", any()),
                reason(EventNames.REASON_JOIN, "joinNanos", any())));
    if (Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals("unblock"))) {
      // Monitors give up the carrier.
      points.add(point(Advices.AfterYield.class, "afterYield", 0));
      points.add(point(Advices.Mount.class, "mount", 0));
      points.add(point(Advices.Submit.class, "submitRunContinuation", 0));
      points.add(point(Advices.Submit.class, "lazySubmitRunContinuation", 0));
      points.add(point(Advices.MonitorTimer.class, "waitTimeoutExpired", 1));
    }
    return List.copyOf(points);
  }

  private static List<JoinPoint> ofPoller() {
    return List.of(
        reason(EventNames.REASON_NETWORK, "poll", isStatic().and(takesArguments(4))),
        reason(EventNames.REASON_NETWORK, "pollSelector", isStatic()),
        // Without one of these around it, it is a poller that waits for another poller.
        reason(EventNames.REASON_SYSTEM, "poll", not(isStatic()).and(takesArguments(3))));
  }

  private static List<JoinPoint> ofFlock() {
    return List.of(
        reason(EventNames.REASON_JOIN, "awaitAll", any()),
        reason(EventNames.REASON_JOIN, "close", takesArguments(0)));
  }

  private static List<JoinPoint> ofScheduler() {
    return List.of(point(Advices.SetParallelism.class, "setParallelism", 1));
  }

  private static List<JoinPoint> ofEventWriter() {
    return List.of(
        notInlined("beginEvent", 2),
        notInlined(PUT_LONG, 1),
        notInlined("putByte", 1),
        notInlined("endEvent", 0));
  }

  private static JoinPoint point(Class<?> advice, String name, int arguments) {
    return new JoinPoint(name, method(name, arguments), advice(advice, EventNames.REASON_UNKNOWN));
  }

  private static JoinPoint notInlined(String name, int arguments) {
    return new JoinPoint(
        name,
        method(name, arguments),
        (method, jdk) -> {
          TypeDescription type =
              TypePool.Default.WithLazyResolution.of(jdk).describe(DONT_INLINE).resolve();
          return new MemberAttributeExtension.ForMethod()
              .annotateMethod(AnnotationDescription.Builder.ofType(type).build())
              .on(method);
        });
  }

  private static ElementMatcher.Junction<MethodDescription> method(String name, int arguments) {
    return ElementMatchers.<MethodDescription>named(name).and(takesArguments(arguments));
  }

  private static Change advice(Class<?> advice, int reason) {
    // The agent's jar is on the bootstrap path as well, as a rule, but when it was attached the
    // bootstrap loader finds classes there and no files.
    ClassFileLocator advices = ClassFileLocator.ForClassLoader.ofSystemLoader();
    return (method, jdk) ->
        Advice.withCustomMapping().bind(Advices.Code.class, reason).to(advice, advices).on(method);
  }

  private static JoinPoint reason(
      int code, String name, ElementMatcher.Junction<MethodDescription> which) {
    return new JoinPoint(
        name,
        ElementMatchers.<MethodDescription>named(name).and(which),
        advice(Advices.Reason.class, code));
  }

  private static final class Transformer implements ClassFileTransformer {
    private final Map<String, List<JoinPoint>> points;
    private volatile Throwable failure;

    Transformer(Map<String, List<JoinPoint>> points) {
      this.points = points;
    }

    @Override
    public byte[] transform(
        Module module,
        ClassLoader loader,
        String name,
        Class<?> type,
        ProtectionDomain domain,
        byte[] bytes) {
      List<JoinPoint> wanted = loader == null && name != null ? points.get(name) : null;
      if (wanted == null) {
        return null;
      }
      try {
        return instrument(name.replace('/', '.'), bytes, wanted);
      } catch (Throwable t) {
        if (!name.equals(internal(EVENT_WRITER))) { // Without that change all works as well.
          failure = t;
        }
        return null;
      }
    }

    private static byte[] instrument(String name, byte[] bytes, List<JoinPoint> points) {
      ClassFileLocator locator =
          new ClassFileLocator.Compound(
              ClassFileLocator.Simple.of(name, bytes),
              ClassFileLocator.ForClassLoader.ofBootLoader());
      TypeDescription type =
          TypePool.Default.WithLazyResolution.of(locator).describe(name).resolve();
      // Redefines in place: no member may be added to a class that is loaded.
      DynamicType.Builder<?> builder =
          new ByteBuddy()
              .with(TypeValidation.DISABLED)
              .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
              .with(Implementation.Context.Disabled.Factory.INSTANCE)
              .with(InstrumentedType.Factory.Default.FROZEN)
              .with(VisibilityBridgeStrategy.Default.NEVER)
              .redefine(type, locator);
      for (JoinPoint point : points) {
        builder = builder.visit(point.change().to(point.method(), locator));
      }
      return builder.make().getBytes();
    }
  }
}
