package dev.loomtrace.spring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that runs, with a server on a port of its own. */
final class Running implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private Running(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts one with properties of the form {@code name=value}. */
  static Running start(SpringApplication application, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.threads.virtual.enabled=true"));
    Arrays.stream(properties).map(property -> "--" + property).forEach(all::add);
    application.setRegisterShutdownHook(false);
    return new Running(application.run(all.toArray(String[]::new)));
  }

  /** The same with the shop. */
  static Running shop(String... properties) {
    return start(new SpringApplication(shop.Shop.class), properties);
  }

  /** The same without a server. */
  static Running withoutServer(String... properties) {
    String[] all = Arrays.copyOf(properties, properties.length + 1);
    all[properties.length] = "spring.main.web-application-type=none";
    return start(new SpringApplication(Empty.class), all);
  }

  /** Nothing but what Spring Boot configures. */
  @org.springframework.boot.SpringBootConfiguration(proxyBeanMethods = false)
  @org.springframework.boot.autoconfigure.EnableAutoConfiguration
  static class Empty {}

  ConfigurableApplicationContext context() {
    return context;
  }

  /** The names of our own beans, configurations included. */
  List<String> beans() {
    return Arrays.stream(context.getBeanDefinitionNames())
        .filter(name -> isOurs(context.getType(name)))
        .toList();
  }

  private static boolean isOurs(Class<?> type) {
    return type != null && type.getName().startsWith("dev.loomtrace.") && type != Empty.class;
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    String port = context.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** What the log has on the console meanwhile. */
  static String said(Runnable meanwhile) {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, /* autoFlush= */ true, StandardCharsets.UTF_8));
    try {
      meanwhile.run();
    } finally {
      System.setOut(out);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  /** The dumps in a folder. */
  static List<Path> dumps(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jfr")).sorted().toList();
    }
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
