package dev.loomtrace.bridge.instrument;

import static dev.loomtrace.bridge.boot.jdk.JdkTypes.DONT_INLINE;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.EVENT_WRITER;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.FLOCK;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.LOCK_SUPPORT;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.POLLER;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.SCHEDULER_MANAGEMENT;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.THREAD;
import static dev.loomtrace.bridge.boot.jdk.JdkTypes.VIRTUAL_THREAD;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.loomtrace.bridge.boot.jdk.JdkMember;
import dev.loomtrace.bridge.boot.jdk.JdkTypes;
import dev.loomtrace.event.EventNames;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
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
import net.bytebuddy.pool.TypePool;

/**
 * Instruments the JDK's classes: a table of methods and what is done to each, and the transformer
 * that applies it.
 */
public final class Weaver {
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
   * @param platform whether those too that platform threads wait by
   * @throws Exception if that fails; then nothing is instrumented
   */
  public static void weave(Instrumentation instrumentation, boolean platform) throws Exception {
    Map<Class<?>, List<JoinPoint>> targets = targets();
    if (platform) {
      targets.putAll(platformTargets());
    }
    Map<String, List<JoinPoint>> points = new HashMap<>();
    targets.forEach((type, of) -> points.put(internal(type.getName()), of));
    points.put(internal(SCHEDULER_MANAGEMENT), ofScheduler());
    points.put(internal(EVENT_WRITER), ofEventWriter());
    List<Class<?>> loaded = new ArrayList<>(targets.keySet());
    Transformer transformer = new Transformer(points);
    instrumentation.addTransformer(transformer, true);
    // From here on it is instrumented when it is loaded.
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null && type.getName().equals(SCHEDULER_MANAGEMENT)) {
        loaded.add(type);
      }
    }
    Class<?>[] types = loaded.toArray(new Class<?>[0]);
    try {
      instrumentation.retransformClasses(types);
      if (transformer.failure != null) {
        throw new IllegalStateException("cannot instrument the JDK", transformer.failure);
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
    Class<?> writer = JdkTypes.find(EVENT_WRITER);
    if (writer != null && JdkTypes.find(DONT_INLINE) != null) {
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
      platformTargets().forEach((type, points) -> addTo(present, type, points));
      Class<?> scheduler = JdkTypes.find(SCHEDULER_MANAGEMENT);
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
    Class<?> writer = JdkTypes.find(EVENT_WRITER);
    return writer != null
        && Arrays.stream(writer.getDeclaredMethods())
            .filter(method -> method.getName().equals(JdkMember.WRITER_PUT_LONG.memberName()))
            .flatMap(method -> Arrays.stream(method.getAnnotations()))
            .anyMatch(annotation -> annotation.annotationType().getName().equals(DONT_INLINE));
  }

  private static Map<Class<?>, List<JoinPoint>> targets() throws ClassNotFoundException {
    Map<Class<?>, List<JoinPoint>> targets = new LinkedHashMap<>();
    targets.put(Class.forName(VIRTUAL_THREAD, false, null), ofVirtualThread());
    targets.put(Class.forName(POLLER, false, null), ofPoller());
    Class<?> flock = JdkTypes.find(FLOCK);
    if (flock != null) { // Else the waits are recorded all the same, without their reason.
      targets.put(flock, ofFlock());
    }
    return targets;
  }

  private static Map<Class<?>, List<JoinPoint>> platformTargets() throws ClassNotFoundException {
    return JdkMember.THREAD_EXIT.exists() // Else threads that have ended would fill the table.
        ? Map.of(
            Class.forName(LOCK_SUPPORT, false, null), ofLockSupport(),
            Class.forName(THREAD, false, null), ofThread())
        : Map.of();
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

  private static List<JoinPoint> ofLockSupport() {
    return List.of(
        point(Advices.Park.class, JdkMember.PARK),
        point(Advices.ParkOn.class, JdkMember.PARK_ON),
        point(Advices.ParkNanos.class, JdkMember.PARK_NANOS),
        point(Advices.ParkNanosOn.class, JdkMember.PARK_NANOS_ON),
        point(Advices.ParkUntil.class, JdkMember.PARK_UNTIL),
        point(Advices.ParkUntilOn.class, JdkMember.PARK_UNTIL_ON),
        point(Advices.Unpark.class, JdkMember.UNPARK));
  }

  private static List<JoinPoint> ofThread() {
    List<JoinPoint> points = new ArrayList<>();
    points.add(point(Advices.Exit.class, JdkMember.THREAD_EXIT));
    points.add(point(Advices.Interrupt.class, JdkMember.INTERRUPT));
    if (JdkMember.AFTER_SLEEP.exists()) { // Else no sleep would end.
      points.add(point(Advices.BeforeSleep.class, JdkMember.BEFORE_SLEEP));
      points.add(point(Advices.AfterSleep.class, JdkMember.AFTER_SLEEP));
    }
    return List.copyOf(points);
  }

  private static List<JoinPoint> ofVirtualThread() {
    List<JoinPoint> points =
        new ArrayList<>(
            List.of(
                point(Advices.Start.class, JdkMember.START),
                point(Advices.Run.class, JdkMember.RUN),
                point(Advices.AfterDone.class, JdkMember.AFTER_DONE),
                point(Advices.Yield.class, JdkMember.YIELD_CONTINUATION),
                point(Advices.Pinned.class, JdkMember.PARK_ON_CARRIER),
                point(Advices.Permit.class, JdkMember.PARK_PERMIT),
                point(Advices.Timer.class, JdkMember.PARK_TIMEOUT),
                reason(EventNames.REASON_SLEEP, JdkMember.SLEEP),
                reason(EventNames.REASON_JOIN, JdkMember.JOIN)));
    if (JdkMember.UNBLOCK.exists()) { // Threads give up their carriers at monitors.
      points.add(point(Advices.AfterYield.class, JdkMember.AFTER_YIELD));
      points.add(point(Advices.Mount.class, JdkMember.MOUNT));
      points.add(point(Advices.Submit.class, JdkMember.SUBMIT));
      points.add(point(Advices.Submit.class, JdkMember.LAZY_SUBMIT));
      points.add(point(Advices.MonitorTimer.class, JdkMember.WAIT_TIMEOUT));
    }
    return List.copyOf(points);
  }

  private static List<JoinPoint> ofPoller() {
    return List.of(
        reason(EventNames.REASON_NETWORK, JdkMember.POLL),
        reason(EventNames.REASON_NETWORK, JdkMember.POLL_SELECTOR),
        // Without one of these around it, it is a poller that waits for another poller.
        reason(EventNames.REASON_SYSTEM, JdkMember.POLL_BY_POLLER));
  }

  private static List<JoinPoint> ofFlock() {
    return List.of(
        reason(EventNames.REASON_JOIN, JdkMember.FLOCK_AWAIT),
        reason(EventNames.REASON_JOIN, JdkMember.FLOCK_CLOSE));
  }

  private static List<JoinPoint> ofScheduler() {
    return List.of(point(Advices.SetParallelism.class, JdkMember.SET_PARALLELISM));
  }

  // Compiled into each commit, these make an event of ten fields 70 kB of machine code, which takes
  // a second to compile and costs a fifth of its time when it runs.
  private static List<JoinPoint> ofEventWriter() {
    return List.of(
        notInlined(JdkMember.WRITER_BEGIN),
        notInlined(JdkMember.WRITER_PUT_LONG),
        notInlined(JdkMember.WRITER_PUT_BYTE),
        notInlined(JdkMember.WRITER_END));
  }

  private static JoinPoint point(Class<?> advice, JdkMember method) {
    return new JoinPoint(
        method.memberName(), matcher(method), advice(advice, EventNames.REASON_UNKNOWN));
  }

  private static JoinPoint reason(int code, JdkMember method) {
    return new JoinPoint(method.memberName(), matcher(method), advice(Advices.Reason.class, code));
  }

  private static JoinPoint notInlined(JdkMember method) {
    return new JoinPoint(
        method.memberName(),
        matcher(method),
        (matched, jdk) -> {
          TypeDescription type =
              TypePool.Default.WithLazyResolution.of(jdk).describe(DONT_INLINE).resolve();
          return new MemberAttributeExtension.ForMethod()
              .annotateMethod(AnnotationDescription.Builder.ofType(type).build())
              .on(matched);
        });
  }

  private static ElementMatcher.Junction<MethodDescription> matcher(JdkMember method) {
    ElementMatcher.Junction<MethodDescription> matcher = named(method.memberName());
    if (method.arguments() >= 0) {
      matcher = matcher.and(takesArguments(method.arguments()));
    }
    if (method.isStatic() != null) {
      matcher = matcher.and(method.isStatic() ? isStatic() : not(isStatic()));
    }
    return matcher;
  }

  private static Change advice(Class<?> advice, int reason) {
    // The agent's jar is on the bootstrap path as well, as a rule, but when it was attached the
    // bootstrap loader finds classes there and no files.
    ClassFileLocator advices = ClassFileLocator.ForClassLoader.ofSystemLoader();
    Field state = JdkMember.STATE.declaredField();
    Field carrier = JdkMember.CARRIER.declaredField();
    Field timeout = JdkMember.TIMEOUT.declaredField();
    return (method, jdk) -> {
      Advice.WithCustomMapping mapping =
          Advice.withCustomMapping()
              .bind(Advices.Code.class, reason)
              .bind(Advices.State.class, state)
              .bind(Advices.Carrier.class, carrier);
      mapping =
          timeout == null
              ? mapping.bind(Advices.Timeout.class, 0L)
              : mapping.bind(Advices.Timeout.class, timeout);
      return mapping.to(advice, advices).on(method);
    };
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
