package dev.loomtrace.bridge.boot.request;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** How the requests of one server are read, with the classes of one loader. */
final class Binding implements OpenRequest.Handling {
  // Where frameworks that are servlets leave the pattern that a request matched.
  private static final String SPRING_ROUTE =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";
  // Where containers leave what a servlet threw.
  private static final String[] ERRORS = {
    "jakarta.servlet.error.exception", "javax.servlet.error.exception"
  };
  // Set where a container has an error page made: its route is not the request's.
  private static final String[] ERROR_PAGES = {
    "jakarta.servlet.error.request_uri", "javax.servlet.error.request_uri"
  };
  private static final String ERROR_TYPE = "error.type"; // As OpenTelemetry calls it.
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;

  private final Server server;
  private final TaskApi tasks;
  private final RequestNames names;
  private final Chain method; // Null: the path is the whole name.
  private final Chain path;
  private final Chain key;
  private final Chain status; // Null: it is told.
  private final Chain route; // Null: the server knows none.
  private final MethodHandle attribute; // Null: requests have none.
  private final MethodHandle listen; // Null: no listener.

  /**
   * Resolves it all.
   *
   * @param type of a request that was met
   * @throws ReflectiveOperationException if this version of the server lacks something; the message
   *     says what
   */
  Binding(Server server, Class<?> type, Class<?> ownTasks, RequestNames names)
      throws ReflectiveOperationException {
    ClassLoader loader = type.getClassLoader();
    Server.Reading reading = server.reading();
    Server.Answer answer = server.answer();
    Class<?> request =
        reading.type().isEmpty() ? type : Class.forName(reading.type(), false, loader);
    this.server = server;
    this.names = names;
    method = reading.method().isEmpty() ? null : Chain.of(request, reading.method());
    path = Chain.of(request, reading.path());
    key = Chain.of(request, reading.key());
    Class<?> answered = answer.ofResponse() ? Class.forName(answer.type(), false, loader) : request;
    status = answer.status().isEmpty() ? null : Chain.of(answered, answer.status());
    route = answer.route().isEmpty() ? null : Chain.of(request, answer.route());
    attribute = answer.attribute().isEmpty() ? null : attribute(request, answer.attribute());
    listen = server.ending() == Server.Ending.LISTENER ? listener(request) : null;
    for (Server.Call call : server.calls()) {
      requireMethod(Class.forName(call.owner(), false, loader), call);
    }
    tasks = TaskApi.of(loader, ownTasks);
  }

  private static MethodHandle attribute(Class<?> request, String name)
      throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findVirtual(request, name, MethodType.methodType(Object.class, String.class))
        .asType(MethodType.methodType(Object.class, Object.class, String.class));
  }

  private static MethodHandle listener(Class<?> request) throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findStatic(
            request,
            "addCompletionListener",
            MethodType.methodType(void.class, request, Consumer.class))
        .asType(MethodType.methodType(void.class, Object.class, Consumer.class));
  }

  // Else requests would begin and never end.
  private static void requireMethod(Class<?> owner, Server.Call call) throws NoSuchMethodException {
    if (Arrays.stream(owner.getDeclaredMethods())
        .noneMatch(
            each ->
                each.getName().equals(call.method())
                    && each.getParameterCount() == call.arguments())) {
      throw new NoSuchMethodException(owner.getName() + " has no " + call.method());
    }
  }

  Server server() {
    return server;
  }

  TaskApi tasks() {
    return tasks;
  }

  /** The object by which the request is found again; null: by none. */
  Object key(Object request) throws Throwable {
    return server.ending() == Server.Ending.CALL ? key.get(request) : null;
  }

  /** Begins a task for the request; null if no recording wants it. */
  OpenRequest open(Object request) throws Throwable {
    String verb = method == null ? null : text(method.get(request));
    String asked = text(path.get(request));
    String name = method == null ? names.ofCall(asked) : names.begin(verb, asked);
    Object task = MdcValues.withoutThoseBefore(tasks, name);
    if (task == null) {
      return null;
    }
    OpenRequest open = new OpenRequest(this, task, verb, name);
    if (listen != null) {
      listen.invokeExact(request, (Consumer<?>) open);
    }
    return open;
  }

  @Override
  public Object attach(OpenRequest open) throws Throwable {
    return tasks.attach(open.task());
  }

  @Override
  public void detach(Object scope) throws Throwable {
    tasks.close(scope);
  }

  @Override
  public boolean isOver(Throwable thrown) {
    return switch (server.ending()) {
      case RETURN -> true;
      // A server that has an exception of its own may forget the request.
      case CALL -> thrown != null;
      case LISTENER -> false;
    };
  }

  /** Says what became of the request, and ends its task. */
  @Override
  public void end(OpenRequest open, Object request, Object response, Throwable failure)
      throws Throwable {
    Object task = open.task();
    try {
      if (status == null) {
        describeAsTold(open, failure);
      } else if (request != null) {
        describe(open, request, response, failure);
      } else if (failure != null) {
        tasks.fail(task, failure);
      }
    } finally {
      tasks.end(task);
    }
  }

  private void describeAsTold(OpenRequest open, Throwable failure) throws Throwable {
    Object task = open.task();
    String told = open.status();
    if (told != null) {
      tasks.attribute(task, server.answer().statusKey(), told);
    }
    fail(task, failure, told != null && server.answer().failures().contains(told) ? told : null);
  }

  /**
   * Has it fail, if it did.
   *
   * @param cause null: not known
   * @param status null: it is none that makes it fail
   */
  private void fail(Object task, Throwable cause, String status) throws Throwable {
    if (cause != null || status != null) {
      tasks.fail(task, cause);
      if (cause == null) {
        tasks.attribute(task, ERROR_TYPE, status);
      }
    }
  }

  private void describe(OpenRequest open, Object request, Object response, Throwable failure)
      throws Throwable {
    Object task = open.task();
    Object answered = server.answer().ofResponse() ? response : request;
    // One that was not answered has the status that it would have been answered with.
    int code = !open.isBrokenOff() && status.get(answered) instanceof Integer number ? number : 0;
    String told = open.route();
    String routed = told == null ? route(request) : told;
    String name =
        routed == null
            ? names.end(open.name(), open.method(), code != NOT_FOUND)
            : RequestNames.ofRoute(open.method(), routed);
    if (!name.equals(open.name())) {
      tasks.rename(task, name);
    }
    String text = Integer.toString(code);
    if (code > 0) {
      tasks.attribute(task, server.answer().statusKey(), text);
    }
    boolean failed = code >= SERVER_ERROR;
    fail(task, failure == null && failed ? thrown(request) : failure, failed ? text : null);
  }

  private String route(Object request) throws Throwable {
    Object known = route == null ? null : route.get(request);
    if (known == null && attribute != null && !hasErrorPage(request)) {
      known = (Object) attribute.invokeExact(request, SPRING_ROUTE);
    }
    if (known instanceof Optional<?> optional) {
      known = optional.orElse(null);
    }
    return known == null ? null : text(known);
  }

  private boolean hasErrorPage(Object request) throws Throwable {
    for (String each : ERROR_PAGES) {
      if ((Object) attribute.invokeExact(request, each) != null) {
        return true;
      }
    }
    return false;
  }

  private Throwable thrown(Object request) throws Throwable {
    if (attribute != null) {
      for (String each : ERRORS) {
        if ((Object) attribute.invokeExact(request, each) instanceof Throwable thrown) {
          return thrown;
        }
      }
    }
    return null;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
