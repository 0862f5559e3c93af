package dev.loomtrace.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Customers of a shop, who buy one thing after the other. */
public final class Customers implements AutoCloseable {
  private static final String[] ITEMS = {"apple", "bread", "cheese", "olives", "wine"};

  private static final Duration LOOK = Duration.ofMillis(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String shop;
  private final AtomicInteger bought = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Long> times = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean home;

  private Customers(int port) {
    this.shop =
        "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + "/checkout?";
  }

  /** Sends this many to the shop at a port of this machine. */
  public static Customers send(int count, int port) {
    Customers customers = new Customers(port);
    for (int i = 1; i <= count; i++) {
      customers.threads.add(
          Thread.ofVirtual().name("customer " + i).start(customers::buyUntilHome));
    }
    return customers;
  }

  private void buyUntilHome() {
    try {
      while (!home) {
        long start = System.nanoTime();
        buy(ITEMS[bought.getAndIncrement() % ITEMS.length]);
        times.add(System.nanoTime() - start);
      }
    } catch (IOException e) {
      // The shop has closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void buy(String item) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(shop + item)).build();
    client.send(request, HttpResponse.BodyHandlers.discarding());
  }

  /** Waits until they have bought at least this many things altogether, or can buy no more. */
  public void buy(int things) {
    while (bought.get() < things && threads.stream().anyMatch(Thread::isAlive)) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** How long the purchases took so far, in nanoseconds, shortest first. */
  public List<Long> times() {
    List<Long> sorted;
    synchronized (times) {
      sorted = new ArrayList<>(times);
    }
    Collections.sort(sorted);
    return sorted;
  }

  /** Sends them home, when they have what they asked for. */
  @Override
  public void close() {
    home = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    client.close();
  }
}
