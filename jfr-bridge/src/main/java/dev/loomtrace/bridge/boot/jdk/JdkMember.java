package dev.loomtrace.bridge.boot.jdk;

import static dev.loomtrace.bridge.boot.jdk.JdkMember.Need.OPTIONAL;
import static dev.loomtrace.bridge.boot.jdk.JdkMember.Need.REQUIRED;
import static dev.loomtrace.bridge.boot.jdk.JdkMember.Need.REQUIRED_IF_MONITORS_YIELD;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The table of all internal members of the JDK that the agent instruments or reads: one row for
 * each. {@code Preflight} looks whether the required ones are there, {@code Weaver} instruments the
 * methods, {@link Internals} and {@link TaskClass} read the rest. When a JDK renames a member, its
 * row is the one place to change: the new name is added by {@code or}, since older versions keep
 * theirs.
 *
 * <p>A row says in which versions of the JDK its member exists; a test compares that with the JDK
 * that it runs on, 21 and 25. What decides at run time is whether the member is there.
 *
 * <p>Versions come with: JEP 444 (21, virtual threads), JEP 491 (24, threads at monitors yield),
 * JEP 505 (25, structured concurrency by an interface).
 */
public enum JdkMember {
  // Virtual threads: instrumented, or read by what is.
  STATE(JdkTypes.VIRTUAL_THREAD, Signature.field("int", "state"), since(21), REQUIRED),
  CARRIER(
      JdkTypes.VIRTUAL_THREAD,
      Signature.field("java.lang.Thread", "carrierThread"),
      since(21),
      REQUIRED),
  // Of its park with a limit, or in milliseconds of a wait at a monitor.
  TIMEOUT(JdkTypes.VIRTUAL_THREAD, Signature.field("long", "timeout"), since(25), OPTIONAL),
  START(JdkTypes.VIRTUAL_THREAD, Signature.method("start", 1), since(21), REQUIRED),
  RUN(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("void", "run", "java.lang.Runnable"),
      since(21),
      REQUIRED),
  AFTER_DONE(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("void", "afterDone", "boolean"),
      since(21),
      REQUIRED),
  YIELD_CONTINUATION(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("boolean", "yieldContinuation"),
      since(21),
      REQUIRED),
  PARK_ON_CARRIER(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("void", "parkOnCarrierThread", "boolean", "long"),
      since(21),
      REQUIRED),
  PARK_PERMIT(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("boolean", "getAndSetParkPermit", "boolean"),
      since(21),
      REQUIRED),
  SLEEP(
      JdkTypes.VIRTUAL_THREAD, Signature.method("void", "sleepNanos", "long"), since(21), REQUIRED),
  JOIN(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("boolean", "joinNanos", "long"),
      since(21),
      REQUIRED),
  // In 21 the timer unparks the thread itself, on a thread of its own.
  PARK_TIMEOUT(
      JdkTypes.VIRTUAL_THREAD, Signature.method("parkTimeoutExpired", 0), since(25), OPTIONAL),

  // Threads that give up their carriers at monitors: the presence of unblock says that they do.
  UNBLOCK(JdkTypes.VIRTUAL_THREAD, Signature.method("void", "unblock"), since(24), OPTIONAL),
  AFTER_YIELD(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("void", "afterYield"),
      since(21),
      REQUIRED_IF_MONITORS_YIELD),
  MOUNT(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("void", "mount"),
      since(21),
      REQUIRED_IF_MONITORS_YIELD),
  SUBMIT(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("void", "submitRunContinuation"),
      since(21),
      REQUIRED_IF_MONITORS_YIELD),
  LAZY_SUBMIT(
      JdkTypes.VIRTUAL_THREAD,
      Signature.method("lazySubmitRunContinuation", 0),
      since(24),
      OPTIONAL),
  WAIT_TIMEOUT(
      JdkTypes.VIRTUAL_THREAD, Signature.method("waitTimeoutExpired", 1), since(24), OPTIONAL),

  // Why threads wait. Without the first, waits for the network would be taken for waits for a lock.
  POLL(JdkTypes.POLLER, Signature.staticMethod("poll", 4), since(21), REQUIRED),
  POLL_SELECTOR(
      JdkTypes.POLLER, Signature.staticMethod("pollSelector", Signature.ANY), since(24), OPTIONAL),
  POLL_BY_POLLER(JdkTypes.POLLER, Signature.instanceMethod("poll", 3), since(21), OPTIONAL),
  FLOCK_AWAIT(JdkTypes.FLOCK, Signature.method("awaitAll", Signature.ANY), since(21), OPTIONAL),
  FLOCK_CLOSE(JdkTypes.FLOCK, Signature.method("close", 0), since(21), OPTIONAL),

  // The scheduler.
  SET_PARALLELISM(
      JdkTypes.SCHEDULER_MANAGEMENT, Signature.method("setParallelism", 1), since(24), OPTIONAL),
  SCHEDULER(JdkTypes.VIRTUAL_THREAD, Signature.field("", "DEFAULT_SCHEDULER"), since(21), OPTIONAL),
  GET_UNSAFE(JdkTypes.UNSAFE, Signature.method("getUnsafe", 0), since(21), OPTIONAL),
  SHOULD_BE_INITIALIZED(
      JdkTypes.UNSAFE,
      Signature.method("boolean", "shouldBeInitialized", "java.lang.Class"),
      since(21),
      OPTIONAL),

  // Platform threads: parks, sleeps, who ends them, and their ends.
  PARK(JdkTypes.LOCK_SUPPORT, Signature.method("park", 0), since(21), OPTIONAL),
  PARK_ON(JdkTypes.LOCK_SUPPORT, Signature.method("park", 1), since(21), OPTIONAL),
  PARK_NANOS(JdkTypes.LOCK_SUPPORT, Signature.method("parkNanos", 1), since(21), OPTIONAL),
  PARK_NANOS_ON(JdkTypes.LOCK_SUPPORT, Signature.method("parkNanos", 2), since(21), OPTIONAL),
  PARK_UNTIL(JdkTypes.LOCK_SUPPORT, Signature.method("parkUntil", 1), since(21), OPTIONAL),
  PARK_UNTIL_ON(JdkTypes.LOCK_SUPPORT, Signature.method("parkUntil", 2), since(21), OPTIONAL),
  UNPARK(JdkTypes.LOCK_SUPPORT, Signature.method("unpark", 1), since(21), OPTIONAL),
  INTERRUPT(JdkTypes.THREAD, Signature.method("interrupt", 0), since(21), OPTIONAL),
  BEFORE_SLEEP(JdkTypes.THREAD, Signature.method("beforeSleep", 1), since(21), OPTIONAL),
  AFTER_SLEEP(JdkTypes.THREAD, Signature.method("afterSleep", 1), since(21), OPTIONAL),
  THREAD_EXIT(JdkTypes.THREAD, Signature.method("void", "exit"), since(21), OPTIONAL),
  LOCK_OWNER(
      JdkTypes.OWNABLE,
      Signature.field("java.lang.Thread", "exclusiveOwnerThread"),
      since(21),
      OPTIONAL),

  // All threads, and what they do.
  ALL_THREADS("java.lang.Thread", Signature.method("getAllThreads", 0), since(21), OPTIONAL),
  ROOT_CONTAINER(
      "jdk.internal.vm.ThreadContainers", Signature.method("root", 0), since(21), OPTIONAL),
  CONTAINER_THREADS(JdkTypes.CONTAINER, Signature.method("threads", 0), since(21), OPTIONAL),
  CONTAINER_CHILDREN(JdkTypes.CONTAINER, Signature.method("children", 0), since(21), OPTIONAL),
  CONTINUATION(
      JdkTypes.VIRTUAL_THREAD, Signature.field(JdkTypes.CONTINUATION, "cont"), since(21), OPTIONAL),
  CONTINUATION_STACK(
      JdkTypes.CONTINUATION, Signature.method("getStackTrace", 0), since(21), OPTIONAL),
  CONTINUATION_TARGET(
      JdkTypes.CONTINUATION, Signature.field("java.lang.Runnable", "target"), since(21), OPTIONAL),
  SNAPSHOT_OF(
      JdkTypes.SNAPSHOT, Signature.method("", "of", "java.lang.Thread"), since(25), OPTIONAL),
  SNAPSHOT_STACK(JdkTypes.SNAPSHOT, Signature.field("", "stackTrace"), since(25), OPTIONAL),
  SNAPSHOT_BLOCKER(JdkTypes.SNAPSHOT, Signature.field("", "blocker"), since(25), OPTIONAL),
  BLOCKER_TYPE(JdkTypes.SNAPSHOT_BLOCKER, Signature.field("", "type"), since(25), OPTIONAL),
  BLOCKER_OBJECT(JdkTypes.SNAPSHOT_BLOCKER, Signature.field("", "obj"), since(25), OPTIONAL),

  // What wraps the application's tasks.
  VIRTUAL_THREAD_TASK(
      "java.lang.VirtualThread$VThreadContinuation$1",
      Signature.field("java.lang.Runnable", "val$task"),
      since(21),
      OPTIONAL),
  FUTURE_TASK_CALLABLE(
      JdkTypes.CONCURRENT + "FutureTask",
      Signature.field(JdkTypes.CALLABLE, "callable"),
      since(21),
      OPTIONAL),
  ADAPTER_TASK(
      JdkTypes.CONCURRENT + "Executors$RunnableAdapter",
      Signature.field("java.lang.Runnable", "task"),
      since(21),
      OPTIONAL),
  // Executor.execute and, in Java 21, submit of executors with a thread for each task.
  RUNNER_TASK(
      JdkTypes.CONCURRENT + "ThreadPerTaskExecutor$TaskRunner",
      Signature.field("java.lang.Runnable", "task"),
      since(21),
      OPTIONAL),
  // CompletableFuture.supplyAsync and runAsync.
  ASYNC_SUPPLIER(
      JdkTypes.CONCURRENT + "CompletableFuture$AsyncSupply",
      Signature.field("java.util.function.Supplier", "fn"),
      since(21),
      OPTIONAL),
  ASYNC_RUNNABLE(
      JdkTypes.CONCURRENT + "CompletableFuture$AsyncRun",
      Signature.field("java.lang.Runnable", "fn"),
      since(21),
      OPTIONAL),
  // Structured concurrency.
  SUBTASK_TASK_BEFORE_25(
      JdkTypes.CONCURRENT + "StructuredTaskScope$SubtaskImpl",
      Signature.field(JdkTypes.CALLABLE, "task"),
      between(21, 24),
      OPTIONAL),
  SUBTASK_TASK(
      JdkTypes.CONCURRENT + "StructuredTaskScopeImpl$SubtaskImpl",
      Signature.field(JdkTypes.CALLABLE, "task"),
      since(25),
      OPTIONAL),

  // JFR. What writes the fields of events is instrumented; see docs/adr/0014.
  WRITER_BEGIN(JdkTypes.EVENT_WRITER, Signature.method("beginEvent", 2), since(21), OPTIONAL),
  WRITER_PUT_LONG(JdkTypes.EVENT_WRITER, Signature.method("putLong", 1), since(21), OPTIONAL),
  WRITER_PUT_BYTE(JdkTypes.EVENT_WRITER, Signature.method("putByte", 1), since(21), OPTIONAL),
  WRITER_END(JdkTypes.EVENT_WRITER, Signature.method("endEvent", 0), since(21), OPTIONAL),
  // In 21 the methods of JVM are not static.
  JFR_JVM(JdkTypes.JFR + "JVM", Signature.staticMethod("getJVM", 0), between(21, 21), OPTIONAL),
  TICKS_FREQUENCY(
      JdkTypes.JFR + "JVM", Signature.method("getTicksFrequency", 0), since(21), OPTIONAL),
  METADATA_REPOSITORY(
      JdkTypes.JFR + "MetadataRepository",
      Signature.staticMethod("getInstance", 0),
      since(21),
      OPTIONAL),
  REGISTER_STACK_FILTER(
      JdkTypes.JFR + "MetadataRepository",
      Signature.method("", "registerStackFilter", "java.lang.String[]", "java.lang.String[]"),
      since(22),
      OPTIONAL),
  PRIVATE_ACCESS(
      JdkTypes.JFR + "PrivateAccess",
      Signature.staticMethod("getInstance", 0),
      since(21),
      OPTIONAL),
  PLATFORM_EVENT_TYPE(
      JdkTypes.JFR + "PrivateAccess",
      Signature.method("", "getPlatformEventType", "jdk.jfr.EventType"),
      since(21),
      OPTIONAL),
  SET_STACK_FILTER(
      JdkTypes.JFR + "PlatformEventType",
      Signature.method("", "setStackFilterId", "long"),
      since(22),
      OPTIONAL);

  private static final int STILL = Integer.MAX_VALUE;

  /** What becomes of the agent where a member is missing. */
  public enum Need {
    /** It does not record virtual threads. */
    REQUIRED,
    /** The same, where threads at monitors give up their carriers. */
    REQUIRED_IF_MONITORS_YIELD,
    /** It does without. */
    OPTIONAL
  }

  /** The versions of the JDK that have a member, both included. */
  private record Versions(int first, int last) {}

  /**
   * How a member is declared.
   *
   * @param names its name, then those that it has in other versions
   * @param isStatic null if that does not matter
   * @param type type of the field or result; empty if that does not matter
   * @param parameters types of the parameters; null if only their number matters
   * @param arguments their number, or {@link #ANY}; of methods only
   */
  record Signature(
      boolean isMethod,
      Boolean isStatic,
      String type,
      List<String> names,
      List<String> parameters,
      int arguments) {
    static final int ANY = -1;

    static Signature field(String type, String name) {
      return new Signature(false, null, type, List.of(name), null, ANY);
    }

    static Signature method(String type, String name, String... parameters) {
      return new Signature(true, null, type, List.of(name), List.of(parameters), parameters.length);
    }

    static Signature method(String name, int arguments) {
      return new Signature(true, null, "", List.of(name), null, arguments);
    }

    static Signature staticMethod(String name, int arguments) {
      return new Signature(true, true, "", List.of(name), null, arguments);
    }

    static Signature instanceMethod(String name, int arguments) {
      return new Signature(true, false, "", List.of(name), null, arguments);
    }

    /** The same, called so in other versions. */
    Signature or(String otherName) {
      List<String> all = new ArrayList<>(names);
      all.add(otherName);
      return new Signature(isMethod, isStatic, type, List.copyOf(all), parameters, arguments);
    }

    boolean fits(Field field) {
      return names.contains(field.getName()) && fits(field, field.getType());
    }

    boolean fits(Method method) {
      return names.contains(method.getName())
          && (arguments == ANY || method.getParameterCount() == arguments)
          && (parameters == null || parameters.equals(typeNames(method.getParameterTypes())))
          && fits(method, method.getReturnType());
    }

    private boolean fits(Member member, Class<?> of) {
      return (type.isEmpty() || type.equals(of.getTypeName()))
          && (isStatic == null || isStatic == Modifier.isStatic(member.getModifiers()));
    }

    private static List<String> typeNames(Class<?>[] types) {
      return Arrays.stream(types).map(Class::getTypeName).toList();
    }
  }

  private final String owner;
  private final Signature signature;
  private final Versions versions;
  private final Need need;

  JdkMember(String owner, Signature signature, Versions versions, Need need) {
    this.owner = owner;
    this.signature = signature;
    this.versions = versions;
    this.need = need;
  }

  private static Versions since(int first) {
    return new Versions(first, STILL);
  }

  private static Versions between(int first, int last) {
    return new Versions(first, last);
  }

  /** The class that has it. */
  public String owner() {
    return owner;
  }

  /** Its name in this JDK; the usual one if this JDK lacks it. */
  public String memberName() {
    String usual = signature.names.getFirst();
    if (signature.names.size() == 1) {
      return usual;
    }
    Member here = signature.isMethod ? declaredMethod() : declaredField();
    return here == null ? usual : here.getName();
  }

  /** The number of a method's arguments, or a negative number if any will do. */
  public int arguments() {
    return signature.arguments;
  }

  /** Whether a method has to be static; null if that does not matter. */
  public Boolean isStatic() {
    return signature.isStatic;
  }

  /** Whether virtual threads cannot be recorded without it. */
  public boolean isRequired(boolean monitorsYield) {
    return need == REQUIRED || (need == REQUIRED_IF_MONITORS_YIELD && monitorsYield);
  }

  /** Whether a JDK of this version has it, as far as the table knows. */
  public boolean isOf(int version) {
    return version >= versions.first && version <= versions.last;
  }

  /** What it is, for a message: {@code static method poll}. */
  public String description() {
    return (Boolean.TRUE.equals(signature.isStatic) ? "static " : "")
        + (signature.isMethod ? "method " : "field ")
        + String.join(" or ", signature.names);
  }

  /**
   * Whether a JDK has it. Initialises no class.
   *
   * @param types the class of a name; null if there is none
   */
  public boolean isIn(Function<String, Class<?>> types) {
    Class<?> type = types.apply(owner);
    return type != null
        && (signature.isMethod
            ? Arrays.stream(type.getDeclaredMethods()).anyMatch(signature::fits)
            : Arrays.stream(type.getDeclaredFields()).anyMatch(signature::fits));
  }

  /** Whether this JDK has it. */
  public boolean exists() {
    return isIn(JdkTypes::find);
  }

  /** The field as it is declared, whether or not it may be read; null if this JDK lacks it. */
  public Field declaredField() {
    Class<?> type = JdkTypes.find(owner);
    return type == null
        ? null
        : Arrays.stream(type.getDeclaredFields()).filter(signature::fits).findFirst().orElse(null);
  }

  /** The field, which may be read; null if this JDK lacks it or does not open it to us. */
  public Field field() {
    return opened(declaredField());
  }

  /** The method, which may be called; null if this JDK lacks it or does not open it to us. */
  public Method method() {
    return opened(declaredMethod());
  }

  private Method declaredMethod() {
    Class<?> type = JdkTypes.find(owner);
    return type == null
        ? null
        : Arrays.stream(type.getDeclaredMethods()).filter(signature::fits).findFirst().orElse(null);
  }

  /** A handle of the field, for use where nothing may be allocated; null as for {@link #field}. */
  public VarHandle varHandle() {
    Field field = declaredField();
    try {
      return field == null
          ? null
          : MethodHandles.privateLookupIn(field.getDeclaringClass(), MethodHandles.lookup())
              .unreflectVarHandle(field);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static <T extends AccessibleObject> T opened(T member) {
    try {
      if (member != null) {
        member.setAccessible(true);
      }
      return member;
    } catch (RuntimeException e) {
      return null;
    }
  }
}
