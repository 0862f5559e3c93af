package dev.loomtrace.bridge.boot.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** What instrumented servers call. Throws nothing into them. */
public final class Requests {
  private static final Server[] SERVERS = Server.values();
  private static final int COUNT = SERVERS.length;

  private static final RequestNames NAMES = new RequestNames();
  private static final OpenRequests OPEN = new OpenRequests();
  private static final AtomicLong NO_ROOM = new AtomicLong();
  private static final AtomicLong[] NAMED = new AtomicLong[COUNT];
  private static final String[] STATE = new String[COUNT]; // Guarded by the class.
  private static final AtomicIntegerArray DECLINED = new AtomicIntegerArray(COUNT); // 1: it is.
  private static final Bindings[] BINDINGS = new Bindings[COUNT];
  private static final CallKeys[][] CALL_KEYS = new CallKeys[COUNT][];

  private static final ThreadLocal<Switches> SWITCHES = ThreadLocal.withInitial(Switches::new);
  private static final String OK = "OK"; // What a status is that says nothing new.

  private static volatile Class<?> ownTasks;

  static {
    for (int i = 0; i < COUNT; i++) {
      NAMED[i] = new AtomicLong();
      BINDINGS[i] = new Bindings(SERVERS[i]);
      List<Server.Call> calls = SERVERS[i].calls();
      CALL_KEYS[i] = new CallKeys[calls.size()];
      for (int j = 0; j < CALL_KEYS[i].length; j++) {
        CALL_KEYS[i][j] = new CallKeys(calls.get(j));
      }
    }
  }

  private Requests() {}

  /** By the class of a request, so that nothing outlives the server's loader. */
  private static final class Bindings extends ClassValue<Binding> {
    private final Server server;

    Bindings(Server server) {
      this.server = server;
    }

    @Override
    protected Binding computeValue(Class<?> type) {
      try {
        Binding binding = new Binding(server, type, ownTasks, NAMES);
        found(server.ordinal());
        return binding;
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        decline(server.ordinal(), reason(e));
        return null;
      }
    }
  }

  /** By the class of what a call tells of; null: of nothing. */
  private static final class CallKeys extends ClassValue<Chain> {
    private final Server.Call call;
    private final Told told;

    CallKeys(Server.Call call) {
      this.call = call;
      told = new Told(call.told());
    }

    @Override
    protected Chain computeValue(Class<?> type) {
      try {
        Class<?> of =
            call.of().isEmpty() ? type : Class.forName(call.of(), false, type.getClassLoader());
        return Chain.of(of, call.key());
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        Suppressed.count();
        return null;
      }
    }

    /** The request that is told of; null: none that is open. */
    OpenRequest find(Object about, boolean over) throws Throwable {
      if (about == null || OPEN.size() == 0) {
        return null;
      }
      Chain chain = get(about.getClass());
      Object key = chain == null ? null : chain.get(about);
      return key == null ? null : over ? OPEN.take(key) : OPEN.find(key);
    }

    /** What is told, as text; null: nothing. */
    String told(Object value) throws Throwable {
      Chain chain = value == null ? null : told.get(value.getClass());
      Object text = chain == null ? null : chain.get(value);
      return text == null ? null : text.toString();
    }
  }

  /** By the class of what is told. */
  private static final class Told extends ClassValue<Chain> {
    private final String chain;

    Told(String chain) {
      this.chain = chain;
    }

    @Override
    protected Chain computeValue(Class<?> type) {
      try {
        return Chain.of(type, chain);
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        Suppressed.count();
        return null;
      }
    }
  }

  private static String reason(Throwable t) {
    return t instanceof NoSuchMethodException ? t.getMessage() : t.toString();
  }

  // By the agent, by reflection.

  /**
   * Makes it ready.
   *
   * @param tasks the agent's own class of tasks, for applications without one
   * @return false if it was before
   */
  public static synchronized boolean prepare(Class<?> tasks) {
    if (ownTasks != null) {
      return false;
    }
    ownTasks = tasks;
    return true;
  }

  /** Whether servers are instrumented. */
  public static boolean isPrepared() {
    return ownTasks != null;
  }

  /** The server's classes are there, and its requests are named as far as is known. */
  public static void found(int server) {
    note(server, "requests are named");
  }

  /** This server's requests are not named from now on, which is said once. */
  public static void decline(int server, String reason) {
    if (DECLINED.getAndSet(server, 1) == 0) {
      String why = reason + "; a newer Loomtrace may know this version";
      note(server, "declined: " + why);
      System.err.println(
          "loomtrace: requests of " + SERVERS[server].option() + " are not named: " + why);
    }
  }

  private static synchronized void note(int server, String state) {
    if (STATE[server] == null || DECLINED.get(server) == 0 || state.startsWith("declined")) {
      STATE[server] = state;
    }
  }

  /** How it fares, a line for each server that was met; empty if servers are not instrumented. */
  public static synchronized String[] state() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < COUNT && isPrepared(); i++) {
      if (STATE[i] != null) {
        lines.add(SERVERS[i].option() + ": " + STATE[i] + ", " + NAMED[i].get() + " so far");
      }
    }
    if (isPrepared()) {
      lines.add(
          OPEN.size()
              + " not answered yet, "
              + NO_ROOM.get()
              + " without room, "
              + Suppressed.total()
              + " errors suppressed");
    }
    return lines.toArray(String[]::new);
  }

  // By servers.

  /**
   * A server begins a request, or goes on with one.
   *
   * @param server its place among {@link Server}
   * @param response null if that is not needed
   * @return for {@link #left}; null: nothing is recorded
   */
  public static Object entered(int server, Object request, Object response) {
    try {
      Binding binding = request == null ? null : BINDINGS[server].get(request.getClass());
      OpenRequest open = binding == null ? null : open(server, binding, request);
      return open == null || !open.enter() ? null : new Visit(open, request, response);
    } catch (Throwable t) {
      Suppressed.count();
      return null;
    }
  }

  /** A server begins a request on which the calling thread does not work yet. */
  public static void begun(int server, Object request) {
    try {
      Binding binding = request == null ? null : BINDINGS[server].get(request.getClass());
      OpenRequest open = binding == null ? null : open(server, binding, request);
      if (open != null) {
        open.remember(request, null);
      }
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /** The request, which is begun if it is not open yet; null: it is not recorded. */
  private static OpenRequest open(int server, Binding binding, Object request) throws Throwable {
    if (!binding.tasks().isEnabled() || DECLINED.get(server) != 0) {
      return null;
    }
    Object key = binding.key(request);
    OpenRequest open = key == null ? null : OPEN.find(key);
    if (open == null) {
      if (key != null && OPEN.isFull()) {
        NO_ROOM.getAndIncrement();
        return null;
      }
      open = binding.open(request);
      if (open == null) {
        return null;
      }
      if (key != null) {
        OPEN.add(key, open);
      }
      NAMED[server].getAndIncrement();
    }
    return open;
  }

  /**
   * The calling thread goes on with a request that has begun, as long as a method runs.
   *
   * @param call the method's place among {@link Server#calls}
   * @param about what the call tells of
   * @return for {@link #left}; null: nothing is recorded
   */
  public static Object again(int server, int call, Object about) {
    try {
      OpenRequest open = CALL_KEYS[server][call].find(about, false);
      return open == null || !open.enter() ? null : new Visit(open, null, null);
    } catch (Throwable t) {
      Suppressed.count();
      return null;
    }
  }

  /** The method that was entered is left. */
  public static void left(Object visit, Throwable thrown) {
    if (visit == null) {
      return;
    }
    try {
      ((Visit) visit).leave(thrown);
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /**
   * A server tells something of a request that goes on.
   *
   * @param call the method's place among {@link Server#calls}
   * @param about what the call tells of
   * @param told what it tells; null: nothing but that it was called
   */
  public static void told(int server, int call, Object about, Object told) {
    try {
      Server.Role role = SERVERS[server].calls().get(call).role();
      boolean over = role == Server.Role.ANSWERED || role == Server.Role.BROKEN_OFF;
      CallKeys keys = CALL_KEYS[server][call];
      OpenRequest open = keys.find(about, over);
      if (open == null) {
        return;
      }
      String text = told == null ? null : keys.told(told);
      switch (role) {
        case STATUS -> open.setStatus(text);
        case ROUTED -> open.setRoute(text);
        case ANSWERED -> {
          if (text != null && (!text.equals(OK) || open.status() == null)) {
            open.setStatus(text);
          }
          open.answered(null);
        }
        case BROKEN_OFF -> {
          open.breakOff();
          open.answered(null);
        }
        default -> throw new IllegalStateException(role.name());
      }
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /** The calling thread works on what this tells of, until it is {@linkplain #switchedBack}. */
  public static void switchedTo(int server, int call, Object about) {
    try {
      OpenRequest open = CALL_KEYS[server][call].find(about, false);
      SWITCHES.get().begin(open == null || !open.enter() ? null : new Visit(open, null, null));
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /** It does so no more. */
  public static void switchedBack() {
    try {
      left(SWITCHES.get().end(), null);
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /** What a thread has been switched to, one in another. */
  private static final class Switches {
    private static final int FEW = 4;

    // Null where nothing is recorded. Threads of pools keep no more than what they are in.
    private Object[] visits = new Object[FEW];
    private int depth;

    void begin(Object visit) {
      if (depth == visits.length) {
        visits = Arrays.copyOf(visits, 2 * depth);
      }
      visits[depth++] = visit;
    }

    Object end() {
      if (depth == 0) {
        return null; // It was switched to before the agent was there.
      }
      Object visit = visits[--depth];
      visits[depth] = null;
      return visit;
    }
  }

  /** The time that a thread is in a request. */
  private static final class Visit {
    private final OpenRequest open;
    private final Object request; // Null: the one that is remembered.
    private final Object response;
    private Object scope; // Null: it is not current.

    Visit(OpenRequest open, Object request, Object response) {
      this.open = open;
      this.request = request;
      this.response = response;
      try {
        scope = open.handling().attach(open);
      } catch (Throwable t) { // The request has to end all the same.
        Suppressed.count();
      }
    }

    void leave(Throwable thrown) throws Throwable {
      try {
        if (scope != null) {
          open.handling().detach(scope);
        }
      } finally {
        if (open.leave(request, response, open.handling().isOver(thrown), thrown)) {
          OPEN.remove(open);
        }
      }
    }
  }
}
