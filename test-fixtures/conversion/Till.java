import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Task;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The program of {@code shop.jfr}. */
public class Till {
  private static final ReentrantLock TILL = new ReentrantLock();

  public static void main(String[] arguments) throws InterruptedException {
    Thread card = Thread.startVirtualThread(() -> Task.run("card", () -> card("order 1")));
    Thread.sleep(Duration.ofMillis(10));
    Thread cash = Thread.startVirtualThread(() -> Task.run("cash", () -> cash("order 2")));
    System.gc();
    card.join();
    cash.join();
  }

  private static void card(String order) {
    Log.log("order", order);
    TILL.lock();
    try {
      Region.run("bank", Till::ask);
    } finally {
      TILL.unlock();
    }
  }

  private static void ask() {
    try {
      Thread.sleep(Duration.ofMillis(200));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void cash(String order) {
    Log.log("order", order);
    TILL.lock();
    TILL.unlock();
  }
}
