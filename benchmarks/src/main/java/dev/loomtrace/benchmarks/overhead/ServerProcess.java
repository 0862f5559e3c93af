package dev.loomtrace.benchmarks.overhead;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A server in a process of its own, and the connections to it. */
final class ServerProcess implements AutoCloseable {
  private static final int CONNECTIONS = 16;

  private final Process process;
  private final LoadClient client;

  /** Starts a server; the first line that it prints is its port. */
  ServerProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      // Left open: what the JVM prints later must have somewhere to go.
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      while (line != null && !line.matches("\\d+")) {
        line = out.readLine(); // What JFR says at start.
      }
      if (line == null) {
        throw new IOException("the server ended: " + command);
      }
      client = new LoadClient(Integer.parseInt(line), CONNECTIONS);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Attaches an agent to the server, a JVM, and returns when it is installed. */
  void attach(Path agent)
      throws IOException,
          AttachNotSupportedException,
          AgentLoadException,
          AgentInitializationException {
    VirtualMachine jvm = VirtualMachine.attach(Long.toString(process.pid()));
    try {
      jvm.loadAgent(agent.toString());
    } finally {
      jvm.detach();
    }
  }

  void mode(String mode) throws IOException {
    client.get("/mode?to=" + mode);
  }

  void load(int requests) throws IOException, InterruptedException {
    load("/work", requests);
  }

  void load(String path, int requests) throws IOException, InterruptedException {
    client.send(path, requests);
  }

  /** CPU time per request, in nanoseconds, over this many requests. */
  double measure(int requests) throws IOException, InterruptedException {
    return measure("/work", requests);
  }

  /** The same for requests for another path. */
  double measure(String path, int requests) throws IOException, InterruptedException {
    long before = Long.parseLong(client.get("/cpu"));
    load(path, requests);
    return (Long.parseLong(client.get("/cpu")) - before) / (double) requests;
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroyForcibly();
  }
}
