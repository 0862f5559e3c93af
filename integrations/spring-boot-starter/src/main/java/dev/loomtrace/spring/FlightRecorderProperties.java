package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * The properties {@code loomtrace.flight-recorder.*}. Each is checked when it is bound: Spring Boot
 * does not start an application with a wrong one, and says which it is, where it is set, and what
 * was expected.
 */
@ConfigurationProperties("loomtrace.flight-recorder")
public class FlightRecorderProperties implements Validator {
  private boolean enabled;
  // As the agent's options have them: dumps by triggers are for weeks, not for a test.
  private Duration window = Duration.ofSeconds(20);
  private Duration every = Duration.ofMinutes(1);
  private DataSize maxBytes = DataSize.ofBytes(FlightRecorder.Config.DEFAULT.maxBytes());
  private String dir = FlightRecorder.Config.DEFAULT.folder().toString();
  private String prefix = FlightRecorder.Config.DEFAULT.prefix();
  private int maxFiles = FlightRecorder.Config.DEFAULT.maxFiles();
  private DataSize maxFolderBytes =
      DataSize.ofBytes(FlightRecorder.Config.DEFAULT.maxFolderBytes());
  private List<String> triggers = new ArrayList<>();
  private boolean answers;
  private boolean jmx;

  /** For Spring. */
  public FlightRecorderProperties() {}

  /** Whether there is a flight recorder; false by default. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Sets {@link #isEnabled}. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** How far back a dump reaches; positive, 20 seconds by default. */
  public Duration getWindow() {
    return window;
  }

  /** Sets {@link #getWindow}. */
  public void setWindow(Duration window) {
    this.window = window;
  }

  /** Least time from one dump to the next; not negative, a minute by default. */
  public Duration getEvery() {
    return every;
  }

  /** Sets {@link #getEvery}. */
  public void setEvery(Duration every) {
    this.every = every;
  }

  /** Size of the window on disk above which the oldest is dropped; positive, 64 MB by default. */
  public DataSize getMaxBytes() {
    return maxBytes;
  }

  /** Sets {@link #getMaxBytes}. */
  public void setMaxBytes(DataSize maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Where dumps go; {@code loomtrace-dumps} in the working directory by default. */
  public String getDir() {
    return dir;
  }

  /** Sets {@link #getDir}. */
  public void setDir(String dir) {
    this.dir = dir;
  }

  /** What names of dumps begin with; {@code loomtrace} by default. */
  public String getPrefix() {
    return prefix;
  }

  /** Sets {@link #getPrefix}. */
  public void setPrefix(String prefix) {
    this.prefix = prefix;
  }

  /** How many dumps are kept; positive, 10 by default. */
  public int getMaxFiles() {
    return maxFiles;
  }

  /** Sets {@link #getMaxFiles}. */
  public void setMaxFiles(int maxFiles) {
    this.maxFiles = maxFiles;
  }

  /** How large they may be together; positive, 1 GB by default. */
  public DataSize getMaxFolderBytes() {
    return maxFolderBytes;
  }

  /** Sets {@link #getMaxFolderBytes}. */
  public void setMaxFolderBytes(DataSize maxFolderBytes) {
    this.maxFolderBytes = maxFolderBytes;
  }

  /** What makes it dump, as {@link Trigger#parse} reads it; nothing by default. */
  public List<String> getTriggers() {
    return triggers;
  }

  /** Sets {@link #getTriggers}. */
  public void setTriggers(List<String> triggers) {
    this.triggers = triggers;
  }

  /** Whether each dump is told of in the log; false by default. */
  public boolean isAnswers() {
    return answers;
  }

  /** Sets {@link #isAnswers}. */
  public void setAnswers(boolean answers) {
    this.answers = answers;
  }

  /** Whether it is a managed bean, without the Actuator; false by default. */
  public boolean isJmx() {
    return jmx;
  }

  /** Sets {@link #isJmx}. */
  public void setJmx(boolean jmx) {
    this.jmx = jmx;
  }

  @Override
  public boolean supports(Class<?> type) {
    return type == FlightRecorderProperties.class;
  }

  @Override
  public void validate(Object target, Errors errors) {
    ((FlightRecorderProperties) target)
        .read(
            (property, value) -> {
              try {
                value.run();
              } catch (IllegalArgumentException e) {
                errors.rejectValue(property, "loomtrace", e.getMessage());
              }
            });
  }

  /** What these properties say of a flight recorder. */
  FlightRecorder.Config config() {
    return read((property, value) -> value.run()).build();
  }

  /**
   * Reads each property.
   *
   * @param each takes the name of a property and what reads its value, which throws an {@link
   *     IllegalArgumentException} if that is wrong
   */
  private FlightRecorder.Config.Builder read(BiConsumer<String, Runnable> each) {
    FlightRecorder.Config.Builder config =
        FlightRecorder.Config.builder().answers(answers).jmx(jmx);
    each.accept("window", () -> config.window(window));
    each.accept("every", () -> config.minDumpInterval(every));
    each.accept("maxBytes", () -> config.maxBytes(maxBytes.toBytes()));
    each.accept("dir", () -> config.folder(Path.of(dir)));
    each.accept("prefix", () -> config.prefix(prefix));
    each.accept("maxFiles", () -> config.maxFiles(maxFiles));
    each.accept("maxFolderBytes", () -> config.maxFolderBytes(maxFolderBytes.toBytes()));
    List<Trigger> read = new ArrayList<>();
    for (int i = 0; i < triggers.size(); i++) {
      String text = triggers.get(i);
      each.accept("triggers[" + i + "]", () -> read.add(Trigger.parse(text)));
    }
    return config.triggers(read);
  }
}
