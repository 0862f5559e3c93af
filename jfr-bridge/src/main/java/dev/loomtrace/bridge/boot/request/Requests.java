package dev.loomtrace.bridge.boot.request;

import java.util.ArrayList;
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
  private static final EndKeys[][] END_KEYS = new EndKeys[COUNT][];

  private static volatile Class<?> ownTasks;

  static {
    for (int i = 0; i < COUNT; i++) {
      NAMED[i] = new AtomicLong();
      BINDINGS[i] = new Bindings(SERVERS[i]);
      END_KEYS[i] = new EndKeys[SERVERS[i].ends().size()];
      for (int j = 0; j < END_KEYS[i].length; j++) {
        END_KEYS[i][j] = new EndKeys(SERVERS[i].ends().get(j));
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

  /** By the class of what an end tells of; null: of nothing. */
  private static final class EndKeys extends ClassValue<Chain> {
    private final Server.End end;

    EndKeys(Server.End end) {
      this.end = end;
    }

    @Override
    protected Chain computeValue(Class<?> type) {
      try {
        Class<?> of =
            end.of().isEmpty() ? type : Class.forName(end.of(), false, type.getClassLoader());
        return Chain.of(of, end.key());
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
      if (binding == null || !binding.tasks().isEnabled() || DECLINED.get(server) != 0) {
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
      if (!open.enter()) {
        return null;
      }
      return new Visit(binding, open, key, request, response);
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
   * A server says that a request is answered.
   *
   * @param end its place among {@link Server#ends}
   * @param about what the end tells of
   */
  public static void answered(int server, int end, Object about) {
    try {
      if (about == null || OPEN.size() == 0) {
        return;
      }
      Chain chain = END_KEYS[server][end].get(about.getClass());
      Object key = chain == null ? null : chain.get(about);
      OpenRequest open = key == null ? null : OPEN.remove(key);
      if (open != null) {
        open.answered(null);
      }
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /** The time that a thread is in a request. */
  private static final class Visit {
    private final Binding binding;
    private final OpenRequest open;
    private final Object key;
    private final Object request;
    private final Object response;
    private Object scope; // Null: it is not current.

    Visit(Binding binding, OpenRequest open, Object key, Object request, Object response) {
      this.binding = binding;
      this.open = open;
      this.key = key;
      this.request = request;
      this.response = response;
      try {
        scope = binding.tasks().attach(open.task());
      } catch (Throwable t) { // The request has to end all the same.
        Suppressed.count();
      }
    }

    void leave(Throwable thrown) throws Throwable {
      try {
        if (scope != null) {
          binding.tasks().close(scope);
        }
      } finally {
        // A server that has an exception of its own may forget the request.
        boolean over =
            switch (binding.server().begin().ending()) {
              case RETURN -> true;
              case CALL -> thrown != null;
              case LISTENER -> false;
            };
        if (open.leave(request, response, over, thrown) && key != null) {
          OPEN.remove(key);
        }
      }
    }
  }
}
