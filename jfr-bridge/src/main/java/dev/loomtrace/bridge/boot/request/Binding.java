package dev.loomtrace.bridge.boot.request;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** How the requests of one server are read, with the classes of one loader. */
final class Binding implements OpenRequest.Ending {
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
  private static final String STATUS = "http.response.status_code"; // As OpenTelemetry calls them.
  private static final String ERROR_TYPE = "error.type";
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;

  private final Server server;
  private final TaskApi tasks;
  private final RequestNames names;
  private final Chain method;
  private final Chain path;
  private final Chain key;
  private final Chain status;
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
    Class<?> request = Class.forName(reading.type(), false, loader);
    this.server = server;
    this.names = names;
    method = Chain.of(request, reading.method());
    path = Chain.of(request, reading.path());
    key = Chain.of(request, reading.key());
    Class<?> answered = answer.ofResponse() ? Class.forName(answer.type(), false, loader) : request;
    status = Chain.of(answered, answer.status());
    route = answer.route().isEmpty() ? null : Chain.of(request, answer.route());
    attribute = answer.attribute().isEmpty() ? null : attribute(request, answer.attribute());
    listen = server.begin().ending() == Server.Ending.LISTENER ? listener(request) : null;
    for (Server.End end : server.ends()) {
      requireMethod(Class.forName(end.owner(), false, loader), end);
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
  private static void requireMethod(Class<?> owner, Server.End end) throws NoSuchMethodException {
    if (Arrays.stream(owner.getDeclaredMethods())
        .noneMatch(
            each ->
                each.getName().equals(end.method())
                    && each.getParameterCount() == end.arguments())) {
      throw new NoSuchMethodException(owner.getName() + " has no " + end.method());
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
    return server.begin().ending() == Server.Ending.CALL ? key.get(request) : null;
  }

  /** Begins a task for the request; null if no recording wants it. */
  OpenRequest open(Object request) throws Throwable {
    String verb = text(method.get(request));
    String name = names.begin(verb, text(path.get(request)));
    Object task = tasks.open(name);
    if (task == null) {
      return null;
    }
    OpenRequest open = new OpenRequest(this, task, verb, name);
    if (listen != null) {
      listen.invokeExact(request, (Consumer<?>) open);
    }
    return open;
  }

  /** Says what became of the request, and ends its task. */
  @Override
  public void end(OpenRequest open, Object request, Object response, Throwable failure)
      throws Throwable {
    Object task = open.task();
    try {
      if (request != null) {
        describe(open, request, response, failure);
      } else if (failure != null) {
        tasks.fail(task, failure);
      }
    } finally {
      tasks.end(task);
    }
  }

  private void describe(OpenRequest open, Object request, Object response, Throwable failure)
      throws Throwable {
    Object task = open.task();
    Object answered = server.answer().ofResponse() ? response : request;
    int code = status.get(answered) instanceof Integer number ? number : 0;
    String routed = route(request);
    String name =
        routed == null
            ? names.end(open.name(), open.method(), code != NOT_FOUND)
            : RequestNames.ofRoute(open.method(), routed);
    if (!name.equals(open.name())) {
      tasks.rename(task, name);
    }
    if (code > 0) {
      tasks.attribute(task, STATUS, Integer.toString(code));
    }
    Throwable cause = failure == null && code >= SERVER_ERROR ? thrown(request) : failure;
    if (cause != null || code >= SERVER_ERROR) {
      tasks.fail(task, cause);
      if (cause == null) {
        tasks.attribute(task, ERROR_TYPE, Integer.toString(code));
      }
    }
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
