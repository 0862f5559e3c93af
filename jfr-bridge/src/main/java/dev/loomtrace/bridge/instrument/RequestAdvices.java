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

  /** The place of the method among the server's calls. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface OfCall {}

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

  /** A method of a request on which its thread does not work yet. */
  static final class BeginOfThis {
    private BeginOfThis() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@OfServer int server, @Advice.This Object self) {
      Requests.begun(server, self);
    }
  }

  /** A method that works on a request that began before. */
  static final class AgainOfThis {
    private AgainOfThis() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static Object enter(@OfServer int server, @OfCall int call, @Advice.This Object self) {
      return Requests.again(server, call, self);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(@Advice.Enter Object visit, @Advice.Thrown Throwable thrown) {
      Requests.left(visit, thrown);
    }
  }

  /** A method of what it tells of. Before it: it may forget all. */
  static final class TellOfThis {
    private TellOfThis() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@OfServer int server, @OfCall int call, @Advice.This Object self) {
      Requests.told(server, call, self, null);
    }
  }

  /** The same, that tells its first argument. */
  static final class TellFirstOfThis {
    private TellFirstOfThis() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @OfServer int server,
        @OfCall int call,
        @Advice.This Object self,
        @Advice.Argument(0) Object told) {
      Requests.told(server, call, self, told);
    }
  }

  /** A method that tells of its first argument. */
  static final class TellOfFirst {
    private TellOfFirst() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@OfServer int server, @OfCall int call, @Advice.Argument(0) Object about) {
      Requests.told(server, call, about, null);
    }
  }

  /** A method that has its thread work on what its first argument tells of. */
  static final class SwitchToFirst {
    private SwitchToFirst() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@OfServer int server, @OfCall int call, @Advice.Argument(0) Object about) {
      Requests.switchedTo(server, call, about);
    }
  }

  /** A method that ends that. */
  static final class SwitchBack {
    private SwitchBack() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() {
      Requests.switchedBack();
    }
  }
}
