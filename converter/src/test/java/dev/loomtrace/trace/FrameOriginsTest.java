package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameOriginsTest {
  @ParameterizedTest
  @CsvSource({
    "java/util/concurrent/LinkedBlockingQueue.take, RUNTIME",
    "com.sun.net/httpserver/Server.run,              RUNTIME",
    "jvm.truncated,                                  RUNTIME",
    "runtime.gopark,                                 RUNTIME",
    "internal/poll.(*FD).Read,                       RUNTIME",
    "main.worker,                                    APPLICATION",
    "com.acme.shop/Checkout.pay,                     APPLICATION",
    "pool,                                           RUNTIME",
  })
  void whatComesWithAPlatformIsNotTheApplications(String function, FrameOrigin origin) {
    assertEquals(origin, FrameOrigins.DEFAULT.of(frame(function)));
  }

  @Test
  void prefixesTellLibrariesFromTheApplication() {
    FrameOrigins origins = FrameOrigins.ofApplication(List.of("com.acme.shop", "main."));
    assertEquals(FrameOrigin.APPLICATION, origins.of(frame("com.acme.shop/Checkout.pay")));
    assertEquals(FrameOrigin.APPLICATION, origins.of(frame("main.worker")));
    assertEquals(FrameOrigin.LIBRARY, origins.of(frame("org.library/Pool.take")));
    assertEquals(FrameOrigin.RUNTIME, origins.of(frame("java/lang/Thread.run")));
    Stack stack =
        Stack.of(
            List.of(
                frame("java/util/Timer.wait"),
                frame("org.library/Pool.take"),
                frame("com.acme.shop/Checkout.pay")));
    assertEquals(Optional.of(frame("com.acme.shop/Checkout.pay")), origins.site(stack));
    assertEquals(Optional.of(frame("org.library/Pool.take")), FrameOrigins.DEFAULT.site(stack));
    assertEquals(Optional.empty(), origins.site(Stack.NONE));
  }

  private static Frame frame(String function) {
    return new Frame(1, function, "", 1);
  }
}
