package dev.loomtrace.demo;

import com.sun.net.httpserver.HttpServer;
import dev.loomtrace.FlightRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** The shop's server: {@code Shop DUMP.jfr}. It ends when its standard input does. */
public final class Shop {
  private static final int ANY_PORT = 0;
  private static final int TESTERS = 4;
  private static final int TESTS = 300;

  private Shop() {}

  /**
   * Serves until the standard input ends. Prints {@code port N} when it is ready, and {@code dumped
   * FILE} when a slow request made it dump its flight recorder.
   */
  public static void main(String[] arguments) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    FlightRecorder recorder = new FlightRecorder();
    try (recorder;
        Partners partners = Partners.open(loopback)) {
      Shelf shelf = new Shelf(partners);
      Till till = new Till();
      Thread.ofVirtual().name("shelf filler").start(shelf::keepFilled);
      Thread.ofVirtual().name("till").start(till::work);

      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, ANY_PORT), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/checkout",
          new Checkout(new Prices(), shelf, partners, till, recorder, Path.of(arguments[0])));
      server.start();
      int port = server.getAddress().getPort();

      warmUp(port);
      recorder.start();
      System.out.println("port " + port);

      while (System.in.read() >= 0) {
        // Nothing is expected but the end.
      }
      server.stop(0);
    }
  }

  /**
   * Serves some orders of its own, with a flight recorder of their own: the first ones take long
   * because the JVM has yet to load and compile the code.
   */
  private static void warmUp(int port) {
    try (FlightRecorder rehearsal = new FlightRecorder();
        Customers testers = Customers.send(TESTERS, port)) {
      rehearsal.start();
      testers.buy(TESTS);
    }
  }
}
