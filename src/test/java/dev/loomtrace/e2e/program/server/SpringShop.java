package dev.loomtrace.e2e.program.server;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring Boot, its requests on virtual threads, with a data base behind a pool of five connections.
 *
 * <p>Orders are found at once, if there is a connection; a report keeps one for as long as its slow
 * query takes. At its end it says which order waited longest for its connection, in which thread,
 * and for how long.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringShop {
  private static final int CONNECTIONS = 5;
  private static final long SLOW_MILLIS = 400;

  private static long longestWait;
  private static long longestThread;
  private static long longestOrder;
  private static int backEnd;

  /** Orders of customers. */
  @RestController
  static class Orders {
    private final DataSource pool;

    Orders(DataSource pool) {
      this.pool = pool;
    }

    @GetMapping("/orders/{id}")
    String find(@PathVariable("id") long id) throws SQLException {
      long begin = System.nanoTime();
      try (Connection connection = pool.getConnection()) {
        waited(System.nanoTime() - begin, id);
        return first(connection, id);
      }
    }

    private static String first(Connection connection, long id) throws SQLException {
      try (PreparedStatement query =
          connection.prepareStatement("select name from orders where id = ?")) {
        query.setLong(1, id % 10);
        try (ResultSet found = query.executeQuery()) {
          return found.next() ? found.getString(1) : "none";
        }
      }
    }
  }

  /** What the management wants to know. */
  @RestController
  static class Report {
    private final JdbcTemplate jdbc;

    Report(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @GetMapping("/report")
    String render() {
      return "orders: " + jdbc.queryForObject("select slow_count()", Long.class);
    }
  }

  /** The same as in the other servers. */
  @RestController
  static class Sales {
    private final Shop shop = new Shop(backEnd);

    @GetMapping("/buy")
    String sell() throws IOException {
      return shop.sell();
    }
  }

  /**
   * The query that is slow: a function of the data base.
   *
   * @throws InterruptedException if the query is cancelled
   */
  public static long slowCount() throws InterruptedException {
    Thread.sleep(SLOW_MILLIS);
    return 10;
  }

  private static synchronized void waited(long nanos, long order) {
    if (nanos > longestWait) {
      longestWait = nanos;
      longestThread = Thread.currentThread().threadId();
      longestOrder = order;
    }
  }

  /**
   * Argument: the back end's port.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    backEnd = Integer.parseInt(args[0]);
    SpringApplication spring = new SpringApplication(SpringShop.class);
    spring.setDefaultProperties(
        Map.of(
            "server.port", "0",
            "server.address", "127.0.0.1",
            "logging.level.root", "WARN",
            "spring.main.banner-mode", "off",
            "spring.threads.virtual.enabled", "true",
            "spring.datasource.url", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1",
            "spring.datasource.hikari.maximum-pool-size", Integer.toString(CONNECTIONS)));
    var context = spring.run();
    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
    jdbc.execute("create table orders(id bigint primary key, name varchar)");
    for (int i = 0; i < 10; i++) {
      jdbc.update("insert into orders values(?, ?)", i, "order " + i);
    }
    jdbc.execute("create alias slow_count for '" + SpringShop.class.getName() + ".slowCount'");
    System.out.println("port=" + ((WebServerApplicationContext) context).getWebServer().getPort());
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    synchronized (SpringShop.class) {
      System.out.println("order=" + longestOrder);
      System.out.println("thread=" + longestThread);
      System.out.println("waited=" + longestWait);
    }
    System.exit(0);
  }
}
