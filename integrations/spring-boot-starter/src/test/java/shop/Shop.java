package shop;

import dev.loomtrace.Task;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application of somebody else's, which measures its requests itself. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Shop {
  /** The task that is there only while the application starts. */
  public static final String STOCK = "take stock";

  @Bean
  Stock stock() {
    return new Stock();
  }

  /** Is made when the application starts. */
  static final class Stock {
    Stock() {
      Task.run(STOCK, () -> {});
    }
  }

  /** Orders, each of which has a price. */
  @RestController
  public static class Orders {
    private final ObservationRegistry observations;
    private final Map<Long, Long> took = new ConcurrentHashMap<>();

    Orders(ObservationRegistry observations) {
      this.observations = observations;
    }

    /** How long an order took at least, in nanoseconds. */
    public long took(long id) {
      return took.get(id);
    }

    @GetMapping("/orders/{id}")
    String order(
        @PathVariable("id") long id, @RequestParam(name = "millis", defaultValue = "0") long millis)
        throws InterruptedException {
      long begin = System.nanoTime();
      if (id == 0) {
        throw new IllegalArgumentException("no such order");
      }
      Observation.createNotStarted("price", observations)
          .observeChecked(() -> Thread.sleep(millis));
      took.put(id, System.nanoTime() - begin);
      return Thread.currentThread().isVirtual() ? "virtual" : "platform";
    }
  }
}
