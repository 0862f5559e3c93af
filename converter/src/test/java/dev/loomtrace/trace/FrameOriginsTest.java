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
    "com/sun/net/httpserver/Filter$Chain.doFilter,   RUNTIME",
    "jvm.truncated,                                  RUNTIME",
    "dev/loomtrace/Task$InTask.run,                  RUNTIME",
    "dev.loomtrace.demo/Shelf.take,                  APPLICATION",
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
    assertEquals(Optional.of(frame("org.library/Pool.take")), origins.called(stack));
    assertEquals(Optional.empty(), origins.site(Stack.NONE));
  }

  private static Frame frame(String function) {
    return new Frame(1, function, "", 1);
  }

  @ParameterizedTest
  @CsvSource({
    "org.springframework.web.servlet/FrameworkServlet.service, LIBRARY",
    "com.zaxxer.hikari.util/ConcurrentBag.borrow,              LIBRARY",
    "kotlinx.coroutines/BuildersKt.launch,                     LIBRARY",
    "com.acme.shop/StockRepository$$SpringCGLIB$$0.find,       RUNTIME",
    "com.acme.shop/StockRepository$$FastClassBySpringCGLIB$$1a2b.invoke, RUNTIME",
    "com.acme.shop/StockService_ClientProxy.find,              RUNTIME",
    "com.acme.shop/$Proxy12.find,                              RUNTIME",
    "com.acme.shop/Proxy_Pool.find,                            APPLICATION",
    "Main.main·λ1,                                             APPLICATION",
    "orgapache.shop/Main.main,                                 APPLICATION",
  })
  void librariesAndWhatPassesCallsOnAreNotTheApplications(String function, FrameOrigin origin) {
    assertEquals(origin, FrameOrigins.DEFAULT.of(frame(function)));
  }

  @ParameterizedTest
  @CsvSource({
    "main.backoff,                  /home/me/shop/main.go,                      APPLICATION",
    "main.backoff,                  ./main.go,                                  APPLICATION",
    "shop/db.Query,                 shop/db/query.go,                           APPLICATION",
    "github.com/acme/shop/db.Query, /src/shop/db/query.go,                      APPLICATION",
    "log/shop.Print,                /home/me/log/shop/print.go,                 APPLICATION",
    "time.Sleep,                    /usr/local/go/src/runtime/time.go,          LIBRARY",
    "time.Sleep,                    runtime/time.go,                            LIBRARY",
    "net/http.(*Client).Do,         /opt/go1.26/src/net/http/client.go,         LIBRARY",
    "net/http.(*Client).Do,         net/http/client.go,                         LIBRARY",
    "vendor/golang.org/x/net/idna.f, vendor/golang.org/x/net/idna/idna.go,      LIBRARY",
    "golang.org/x/sync/errgroup.f,  /go/pkg/mod/golang.org/x/sync@v0.7.0/errgroup/e.go, LIBRARY",
    "golang.org/x/sync/errgroup.f,  golang.org/x/sync@v0.7.0/errgroup/e.go,     LIBRARY",
    "github.com/x/pool.Get,         /home/me/shop/vendor/github.com/x/pool/p.go, LIBRARY",
    "slices.SortFunc[go.shape.[]a/b.C], /usr/local/go/src/slices/sort.go,       LIBRARY",
    "runtime.gopark,                /usr/local/go/src/runtime/proc.go,          RUNTIME",
  })
  void gosOwnAndDownloadedModulesAreLibraries(String function, String file, FrameOrigin origin) {
    assertEquals(origin, FrameOrigins.DEFAULT.of(new Frame(1, function, file, 1)));
  }

  @Test
  void thePlaceIsTheApplicationsAndWhatItCalledTheLibrarys() {
    Stack stack =
        Stack.of(
            List.of(
                frame("jdk/internal/misc/Unsafe.park"),
                frame("com.zaxxer.hikari.util/ConcurrentBag.borrow"),
                frame("com.zaxxer.hikari/HikariDataSource.getConnection"),
                frame("com.acme.stock/StockRepository.find"),
                frame("com.acme.stock/StockRepository$$SpringCGLIB$$0.find"),
                frame("com.acme.web/StockController.get"),
                frame("org.springframework.web.servlet/DispatcherServlet.doDispatch"),
                frame("java/lang/Thread.run")));
    FrameOrigins origins = FrameOrigins.DEFAULT;
    assertEquals(Optional.of(frame("com.acme.stock/StockRepository.find")), origins.site(stack));
    assertEquals(
        Optional.of(frame("com.zaxxer.hikari.util/ConcurrentBag.borrow")), origins.called(stack));
  }

  @Test
  void aLibraryThatNobodyKnowsIsNotTheApplicationThatCallsIt() {
    Stack stack =
        Stack.of(
            List.of(
                frame("org.unheard.of/Pool.take"),
                frame("com.acme.stock/Stock.find"),
                frame("com.acme.web/Controller.get"),
                frame("java/lang/Thread.run")));
    assertEquals(Optional.of(frame("com.acme.stock/Stock.find")), FrameOrigins.DEFAULT.site(stack));
    assertEquals(
        Optional.of(frame("org.unheard.of/Pool.take")), FrameOrigins.DEFAULT.called(stack));
    FrameOrigins told = FrameOrigins.ofApplication(List.of("com.acme.web"));
    assertEquals(Optional.of(frame("com.acme.web/Controller.get")), told.site(stack));
  }

  @Test
  void whereNothingIsTheApplicationsThePlaceIsTheLibrarys() {
    Stack stack =
        Stack.of(
            List.of(
                frame("sun/nio/ch/SelectorImpl.select"),
                frame("io.netty.channel.nio/NioEventLoop.select"),
                frame("java/lang/Thread.run")));
    assertEquals(
        Optional.of(frame("io.netty.channel.nio/NioEventLoop.select")),
        FrameOrigins.DEFAULT.site(stack));
    assertEquals(Optional.empty(), FrameOrigins.DEFAULT.called(stack));
  }
}
