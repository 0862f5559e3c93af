package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.io.DefaultResourceLoader;
import shop.Shop;

/**
 * Nothing of Loomtrace's keeps an application that has ended. Runs without soft references that
 * live on, of which Spring has many.
 */
class ClassLoaderTest {
  @TempDir Path temporary;

  /** Loads the shop anew and all else once, as Spring's tools for development do. */
  private static final class Reloading extends ClassLoader {
    Reloading() {
      super(ClassLoaderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("shop.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs the shop with all that there is, in a thread of its own. */
  private void run(ClassLoader loader, Class<?> shop) throws Exception {
    int dumps = Running.dumps(temporary).size();
    Callable<Void> life =
        () -> {
          try (Running running =
              Running.start(
                  new SpringApplication(new DefaultResourceLoader(loader), shop),
                  "logging.register-shutdown-hook=false", // It keeps the loader until the JVM ends.
                  "loomtrace.flight-recorder.enabled=true",
                  "loomtrace.flight-recorder.dir=" + temporary,
                  "loomtrace.flight-recorder.triggers=error",
                  "loomtrace.flight-recorder.jmx=true",
                  "management.endpoint.loomtrace.access=unrestricted",
                  "management.endpoints.web.exposure.include=loomtrace")) {
            assertEquals("virtual", running.get("/orders/1").body());
            assertEquals(500, running.get("/orders/0").statusCode());
            assertEquals(200, running.get("/actuator/loomtrace").statusCode());
          }
          return null;
        };
    FutureTask<Void> task = new FutureTask<>(life);
    Thread thread = new Thread(task, "life of an application");
    thread.setContextClassLoader(loader);
    thread.start();
    task.get();
    thread.join();
    assertEquals(dumps + 1, Running.dumps(temporary).size());
  }

  private WeakReference<ClassLoader> runAnew() throws Exception {
    Reloading loader = new Reloading();
    Class<?> shop = loader.loadClass(Shop.class.getName());
    assertNotSame(Shop.class, shop);
    run(loader, shop);
    return new WeakReference<>(loader);
  }

  /** Threads that the JDK starts once, and which keep the class loader of whoever came first. */
  private static void startTimersOfTheJdk() throws Exception {
    Thread.ofVirtual().start(() -> LockSupport.parkNanos(1_000_000)).join();
    new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS).get();
  }

  /** Between two others: Spring Boot itself keeps the first and the last in its logging. */
  @Test
  void anApplicationThatHasEndedIsNotKept() throws Exception {
    startTimersOfTheJdk();
    run(getClass().getClassLoader(), Shop.class);
    WeakReference<ClassLoader> loader = runAnew();
    run(getClass().getClassLoader(), Shop.class);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              System.gc();
              return loader.get() == null;
            });
  }
}
