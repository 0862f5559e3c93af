package dev.loomtrace.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Handles an order. When one took long, it keeps what happened meanwhile, once. */
final class Checkout implements HttpHandler {
  private static final Duration LONG = Duration.ofMillis(300);

  private final Prices prices;
  private final Shelf shelf;
  private final Partners partners;
  private final Till till;
  private final FlightRecorder recorder;
  private final Path dump;
  private final AtomicBoolean dumped = new AtomicBoolean();

  Checkout(
      Prices prices,
      Shelf shelf,
      Partners partners,
      Till till,
      FlightRecorder recorder,
      Path dump) {
    this.prices = prices;
    this.shelf = shelf;
    this.partners = partners;
    this.till = till;
    this.recorder = recorder;
    this.dump = dump;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    String item = exchange.getRequestURI().getQuery();
    long number = Task.call("checkout", () -> order(item));
    reply(exchange, "order " + number);

    // We saw a long request: dump the recorder, once. Asking for it takes no time; it is written
    // while others wait for it, not this customer.
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (elapsed.compareTo(LONG) > 0 && recorder.isEnabled() && dumped.compareAndSet(false, true)) {
      CompletableFuture<Path> written =
          recorder.dump(dump, "a checkout took " + elapsed.toMillis() + " ms");
      Thread.ofVirtual().name("dump watcher").start(() -> announce(written));
    }
  }

  private long order(String item) throws IOException {
    Log.log("item", item);
    long cents = Region.call("price", () -> prices.of(item));
    Region.run("reserve", () -> shelf.take(item));
    Region.call("pay", () -> partners.charge(cents));
    long number = Region.call("number", () -> till.number(item));
    Log.log("order", () -> "number " + number + ", " + cents + " cents");
    return number;
  }

  private static void reply(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void announce(CompletableFuture<Path> dump) {
    try {
      System.out.println("dumped " + dump.join());
    } catch (CompletionException e) {
      System.out.println("failed " + e.getCause());
    }
  }
}
