package dev.loomtrace.tool;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A JVM that runs on this machine.
 *
 * @param pid id of its process
 */
record RunningJvm(long pid) {
  /** System property in which the agent says why it records nothing. */
  private static final String OBSTACLE = "loomtrace.obstacle";

  /** System property in which the JDK says where chunks are. */
  private static final String REPOSITORY = "jdk.jfr.repository";

  private static final Pattern PLAIN_NAME = Pattern.compile("[^\"'%\\p{Cntrl}]+");
  private static final Duration LONGEST_DUMP = Duration.ofMinutes(2);

  /** What the JDK says if the other JVM cannot open the agent's file. */
  private static final String NO_JAR = "Agent JAR not found";

  /**
   * Loads the agent into it, and waits until the agent has done what its options say.
   *
   * @throws UserDataException if it cannot be reached, is too old, refuses, or cannot be recorded
   */
  void loadAgent(String options) throws IOException {
    String agent = Installation.own().agent().toString();
    VirtualMachine vm = connect();
    try {
      String version = vm.getSystemProperties().getProperty("java.version");
      if (Runtime.Version.parse(version).feature() < JavaHome.FIRST_VERSION) {
        throw new IOException("it runs Java " + version + ", and virtual threads need 21 or later");
      }
      vm.loadAgent(agent, options);
      String obstacle = vm.getSystemProperties().getProperty(OBSTACLE);
      if (obstacle != null) {
        throw new UserDataException("process " + pid + " cannot be recorded: " + obstacle);
      }
    } catch (UserDataException e) {
      throw e;
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw new UserDataException(
          "process " + pid + " did not load the agent: " + reason(e, agent), e);
    } finally {
      vm.detach();
    }
  }

  // We can read it, and it is an agent: so the other process cannot.
  private static String reason(Exception e, String agent) {
    return e instanceof AgentLoadException && String.valueOf(e.getMessage()).startsWith(NO_JAR)
        ? "its user, or its container, cannot read "
            + agent
            + "; install Loomtrace where both can read it"
        : e.getMessage();
  }

  /**
   * The folder in which its flight recorder has its chunks.
   *
   * @return empty if nothing was recorded there yet
   * @throws UserDataException if it cannot be reached
   */
  Optional<Path> repository() throws IOException {
    VirtualMachine vm = connect();
    try {
      return Optional.ofNullable(vm.getSystemProperties().getProperty(REPOSITORY)).map(Path::of);
    } catch (IOException e) {
      throw new UserDataException("process " + pid + " does not answer: " + e.getMessage(), e);
    } finally {
      vm.detach();
    }
  }

  /**
   * Has it write all that its flight recorder keeps, by the JDK's own command.
   *
   * @param file where to; what is in there is replaced
   * @throws UserDataException if it does not
   */
  void dump(Path file) throws IOException {
    String name = file.toAbsolutePath().toString();
    if (!PLAIN_NAME.matcher(name).matches()) {
      throw new UserDataException(
          name + ": jcmd cannot be told a name with quotes, percent signs or control characters");
    }
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  jcmd.toString(), String.valueOf(pid), "JFR.dump", "filename=\"" + name + "\"")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UserDataException(
          "dumping needs a JDK, and " + jcmd + " cannot be started: " + e.getMessage(), e);
    }
    process.getOutputStream().close();
    Instant end = Instant.now().plus(LONGEST_DUMP);
    try {
      // It says a few lines, which wait in the pipe.
      while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
        if (Instant.now().isAfter(end)) {
          throw new UserDataException("process " + pid + " has written no dump in " + LONGEST_DUMP);
        }
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0 || !Files.isRegularFile(file) || Files.size(file) == 0) {
        String line = said.strip().lines().reduce((a, b) -> b).orElse("it says nothing");
        throw new UserDataException("process " + pid + " has written no dump: " + line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      process.destroy();
    }
  }

  private VirtualMachine connect() throws IOException {
    try {
      return VirtualMachine.attach(String.valueOf(pid));
    } catch (AttachNotSupportedException e) {
      throw new UserDataException(
          "process " + pid + " is not a JVM that can be attached to: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserDataException("process " + pid + " cannot be reached: " + e.getMessage(), e);
    } catch (NoClassDefFoundError e) {
      throw new UserDataException(
          System.getProperty("java.home")
              + " has no module jdk.attach; attaching needs a JDK: set JAVA_HOME to one",
          e);
    }
  }
}
