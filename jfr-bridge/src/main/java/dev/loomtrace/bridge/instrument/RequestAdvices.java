package dev.loomtrace.bridge.instrument;

import dev.loomtrace.bridge.boot.request.Requests;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.bytebuddy.asm.Advice;

/**
 * The code that is copied into methods of servers, one class for each place where the request may
 * be. Byte Buddy reads it; nothing calls it. What it throws is suppressed.
 */
final class RequestAdvices {
  private RequestAdvices() {}

  /** The place of the server among {@code Server}. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface OfServer {}

  /** The place of the method among the server's ends. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface OfEnd {}

  /** A method that begins a request, which is its first argument. */
  static final class Begin {
    private Begin() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object enter(@OfServer int server, @Advice.Argument(0) Object request) {
      return Requests.entered(server, request, null);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object visit, @Advice.Thrown Throwable thrown) {
      Requests.left(visit, thrown);
    }
  }

  /** The same, for a request that is the second argument. */
  static final class BeginOfSecond {
    private BeginOfSecond() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object enter(@OfServer int server, @Advice.Argument(1) Object request) {
      return Requests.entered(server, request, null);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object visit, @Advice.Thrown Throwable thrown) {
      Requests.left(visit, thrown);
    }
  }

  /** The same, for a request that is the first argument, and its response, the second. */
  static final class BeginWithResponse {
    private BeginWithResponse() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object enter(
        @OfServer int server,
        @Advice.Argument(0) Object request,
        @Advice.Argument(1) Object response) {
      return Requests.entered(server, request, response);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object visit, @Advice.Thrown Throwable thrown) {
      Requests.left(visit, thrown);
    }
  }

  /** The same, for a request that is the second argument, and its response, the third. */
  static final class BeginOfSecondWithResponse {
    private BeginOfSecondWithResponse() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object enter(
        @OfServer int server,
        @Advice.Argument(1) Object request,
        @Advice.Argument(2) Object response) {
      return Requests.entered(server, request, response);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object visit, @Advice.Thrown Throwable thrown) {
      Requests.left(visit, thrown);
    }
  }

  /** A method of what has been answered. Before it: it may forget all. */
  static final class EndOfThis {
    private EndOfThis() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@OfServer int server, @OfEnd int end, @Advice.This Object self) {
      Requests.answered(server, end, self);
    }
  }

  /** A method whose first argument has been answered. */
  static final class EndOfFirst {
    private EndOfFirst() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@OfServer int server, @OfEnd int end, @Advice.Argument(0) Object about) {
      Requests.answered(server, end, about);
    }
  }
}
