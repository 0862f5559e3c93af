package dev.loomtrace;

import dev.loomtrace.annotation.AnnotationClasses;
import dev.loomtrace.internal.ProblemLog;
import dev.loomtrace.jmx.FlightRecorderMXBean;
import dev.loomtrace.jmx.Registration;
import dev.loomtrace.recorder.Annotations;
import dev.loomtrace.recorder.DumpFolder;
import dev.loomtrace.recorder.DumpQueue;
import dev.loomtrace.recorder.Limits;
import dev.loomtrace.recorder.Recorder;
import dev.loomtrace.trigger.AgentLink;
import dev.loomtrace.trigger.Triggers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the last seconds of what the JVM did, to be written when something goes wrong. After Go's
 * {@code runtime/trace.FlightRecorder}.
 *
 * <pre>{@code
 * FlightRecorder recorder = new FlightRecorder();
 * recorder.start();
 * ...
 * if (elapsed > LIMIT) {
 *   recorder.dump(Path.of("slow.jfr"), "request took " + elapsed);
 * }
 * }</pre>
 *
 * <p>What it writes is a JFR recording, for JDK Mission Control, {@code jfr} and Loomtrace's
 * command line ({@code loomtrace why slow.jfr}). To convert it to a Go trace, or to read its events
 * in a program, use {@code dev.loomtrace.convert.Traces} of the artifact {@code
 * loomtrace-converter}.
 *
 * <p>The window is on disk, as chunks of a JFR recording of its own; other recordings may run at
 * the same time. A daemon thread starts a new chunk about ten times per window, which costs the
 * application one safepoint of about ten microseconds each. The other recordings get these chunks
 * too.
 *
 * <p>The window is in JFR's repository, as all recordings are: when that disk is full JFR ends the
 * JVM. The option {@code -XX:FlightRecorderOptions:repository=} moves it to another disk. With less
 * than 32 MiB left there the flight recorder declines dumps and starts no chunks, and says so once;
 * what JFR writes by itself goes on.
 *
 * <p>JFR also ends the JVM when it finds no file descriptor for a new chunk. The flight recorder
 * checks before it starts one, and holds a few descriptors ready for it: when too few are left it
 * declines dumps, and starts no chunks until there are enough again.
 *
 * <p>When the JVM ends, dumps that were requested have five seconds to be written. JFR ends its
 * recordings at the same time, so they may fail: to be sure of a dump at the end, call {@link
 * #stop} or wait for the dump before. A dump that a shutdown hook requests after that is refused.
 *
 * <p>One flight recorder may be started at a time. In a run time that cannot record, {@link #start}
 * says so once on the {@link System.Logger} named {@code dev.loomtrace}, and does nothing.
 *
 * <p>All methods may be called by any thread.
 */
public final class FlightRecorder implements AutoCloseable {
  /**
   * What to keep, and how often it may be dumped. Immutable.
   *
   * <pre>{@code
   * FlightRecorder.Config config =
   *     FlightRecorder.Config.builder()
   *         .window(Duration.ofSeconds(30))
   *         .maxBytes(256L << 20)
   *         .build();
   * }</pre>
   */
  public static final class Config {
    /** A window of 10 s and at most 64 MiB, a dump every 10 s, {@link Settings#alwaysOn()}. */
    public static final Config DEFAULT = builder().build();

    private final Duration window;
    private final long maxBytes;
    private final Duration minDumpInterval;
    private final Settings settings;
    private final List<Trigger> triggers;
    private final Path folder;
    private final String prefix;
    private final int maxFiles;
    private final long maxFolderBytes;
    private final boolean answers;
    private final boolean jmx;

    private Config(Builder builder) {
      this.window = builder.window;
      this.maxBytes = builder.maxBytes;
      this.minDumpInterval = builder.minDumpInterval;
      this.settings = builder.settings;
      this.triggers = builder.triggers;
      this.folder = builder.folder;
      this.prefix = builder.prefix;
      this.maxFiles = builder.maxFiles;
      this.maxFolderBytes = builder.maxFolderBytes;
      this.answers = builder.answers;
      this.jmx = builder.jmx;
    }

    /** A builder with the values of {@link #DEFAULT}. */
    public static Builder builder() {
      return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
      return new Builder()
          .window(window)
          .maxBytes(maxBytes)
          .minDumpInterval(minDumpInterval)
          .settings(settings)
          .triggers(triggers)
          .folder(folder)
          .prefix(prefix)
          .maxFiles(maxFiles)
          .maxFolderBytes(maxFolderBytes)
          .answers(answers)
          .jmx(jmx);
    }

    /** The same with another {@link Builder#window}, for programs of before there was a builder. */
    public Config withMinAge(Duration window) {
      return toBuilder().window(window).build();
    }

    /** The same with another {@link Builder#maxBytes}. */
    public Config withMaxBytes(long maxBytes) {
      return toBuilder().maxBytes(maxBytes).build();
    }

    /** The same with another {@link Builder#minDumpInterval}. */
    public Config withMinDumpInterval(Duration minDumpInterval) {
      return toBuilder().minDumpInterval(minDumpInterval).build();
    }

    /** The same with other {@link Builder#settings}. */
    public Config withSettings(Settings settings) {
      return toBuilder().settings(settings).build();
    }

    /** See {@link Builder#window}. */
    public Duration window() {
      return window;
    }

    /** See {@link Builder#maxBytes}. */
    public long maxBytes() {
      return maxBytes;
    }

    /** See {@link Builder#minDumpInterval}. */
    public Duration minDumpInterval() {
      return minDumpInterval;
    }

    /** See {@link Builder#settings}. */
    public Settings settings() {
      return settings;
    }

    /** See {@link Builder#triggers(List)}. */
    public List<Trigger> triggers() {
      return triggers;
    }

    /** See {@link Builder#folder}. */
    public Path folder() {
      return folder;
    }

    /** See {@link Builder#prefix}. */
    public String prefix() {
      return prefix;
    }

    /** See {@link Builder#maxFiles}. */
    public int maxFiles() {
      return maxFiles;
    }

    /** See {@link Builder#maxFolderBytes}. */
    public long maxFolderBytes() {
      return maxFolderBytes;
    }

    /** See {@link Builder#answers}. */
    public boolean answers() {
      return answers;
    }

    /** See {@link Builder#jmx}. */
    public boolean jmx() {
      return jmx;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Config that
          && window.equals(that.window)
          && maxBytes == that.maxBytes
          && minDumpInterval.equals(that.minDumpInterval)
          && settings.equals(that.settings)
          && triggers.equals(that.triggers)
          && folder.equals(that.folder)
          && prefix.equals(that.prefix)
          && maxFiles == that.maxFiles
          && maxFolderBytes == that.maxFolderBytes
          && answers == that.answers
          && jmx == that.jmx;
    }

    @Override
    public int hashCode() {
      return Objects.hash(
          window,
          maxBytes,
          minDumpInterval,
          settings,
          triggers,
          folder,
          prefix,
          maxFiles,
          maxFolderBytes,
          answers,
          jmx);
    }

    /** For people; the form may change. */
    @Override
    public String toString() {
      return "window "
          + window
          + ", maxBytes "
          + maxBytes
          + ", minDumpInterval "
          + minDumpInterval
          + ", settings "
          + settings
          + (triggers.isEmpty()
              ? ""
              : ", triggers "
                  + triggers
                  + ", folder "
                  + folder
                  + ", prefix "
                  + prefix
                  + ", maxFiles "
                  + maxFiles
                  + ", maxFolderBytes "
                  + maxFolderBytes
                  + ", answers "
                  + answers);
    }

    /** Makes configurations. For one thread at a time; each method checks what it is given. */
    public static final class Builder {
      private Duration window = Duration.ofSeconds(10);
      private long maxBytes = 64L << 20;
      private Duration minDumpInterval = Duration.ofSeconds(10);
      private Settings settings = Settings.alwaysOn();
      private List<Trigger> triggers = List.of();
      private Path folder = Path.of("loomtrace-dumps");
      private String prefix = "loomtrace";
      private int maxFiles = 10;
      private long maxFolderBytes = 1L << 30;
      private boolean answers;
      private boolean jmx;

      private Builder() {}

      /**
       * Sets how far back the window reaches; 10 seconds by default. Up to a tenth more, and at
       * least a second, is kept.
       *
       * @param window positive; more than 292 years are taken as that
       * @return this builder
       * @throws IllegalArgumentException if it is zero or negative
       */
      public Builder window(Duration window) {
        if (window.isNegative() || window.isZero()) {
          throw new IllegalArgumentException("window must be positive, but is " + window);
        }
        this.window = window;
        return this;
      }

      /**
       * Sets the size of the window on disk above which the oldest chunks are dropped, even if they
       * are younger than {@link #window}; 64 MiB by default. The newest chunk, up to about 12 MB,
       * is kept whatever its size.
       *
       * @param maxBytes positive
       * @return this builder
       * @throws IllegalArgumentException if it is zero or negative
       */
      public Builder maxBytes(long maxBytes) {
        if (maxBytes <= 0) {
          throw new IllegalArgumentException("maxBytes must be positive, but is " + maxBytes);
        }
        this.maxBytes = maxBytes;
        return this;
      }

      /**
       * Sets the least time from one {@link FlightRecorder#dump} to the next, whether that
       * succeeded or not; 10 seconds by default. Does not limit {@code writeTo}.
       *
       * @param minDumpInterval not negative; more than 292 years are taken as that
       * @return this builder
       * @throws IllegalArgumentException if it is negative
       */
      public Builder minDumpInterval(Duration minDumpInterval) {
        if (minDumpInterval.isNegative()) {
          throw new IllegalArgumentException(
              "minDumpInterval must not be negative, but is " + minDumpInterval);
        }
        this.minDumpInterval = minDumpInterval;
        return this;
      }

      /**
       * Sets what to record; {@link Settings#alwaysOn()} by default.
       *
       * @return this builder
       */
      public Builder settings(Settings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        return this;
      }

      /**
       * Sets what makes it dump by itself; nothing by default. Such dumps go into {@link #folder},
       * at most one per {@link #minDumpInterval}; a trigger that fires all the time waits twice as
       * long before each, up to an hour.
       *
       * @param triggers in place of those that were set before
       * @return this builder
       */
      public Builder triggers(List<Trigger> triggers) {
        this.triggers = List.copyOf(triggers);
        return this;
      }

      /** The same as {@link #triggers(List)}. */
      public Builder triggers(Trigger... triggers) {
        return triggers(List.of(triggers));
      }

      /**
       * Sets where dumps of {@link #triggers(List) triggers} go; {@code loomtrace-dumps} in the
       * working directory by default. It is made, for its owner only, with the first dump.
       *
       * @return this builder
       */
      public Builder folder(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
        return this;
      }

      /**
       * Sets what the names of these dumps begin with, {@code loomtrace} by default: {@code
       * PREFIX-YYYYMMDD-HHMMSS.mmm-PID-NUMBER.jfr}, in UTC. Files of this form in the folder are
       * what is counted, and deleted when there are too many, whichever process wrote them;
       * processes that should not delete each other's have a prefix or a folder each.
       *
       * @param prefix up to 64 letters, digits, dots, hyphens and underscores, the first a letter
       *     or digit
       * @return this builder
       * @throws IllegalArgumentException if it is something else
       */
      public Builder prefix(String prefix) {
        if (!DumpFolder.PREFIX.matcher(prefix).matches()) {
          throw new IllegalArgumentException(
              "prefix must be up to 64 letters, digits, dots, hyphens and underscores, but is "
                  + prefix);
        }
        this.prefix = prefix;
        return this;
      }

      /**
       * Sets how many of these dumps are kept in the folder, 10 by default; the oldest are deleted.
       *
       * @param maxFiles positive
       * @return this builder
       * @throws IllegalArgumentException if it is zero or negative
       */
      public Builder maxFiles(int maxFiles) {
        if (maxFiles <= 0) {
          throw new IllegalArgumentException("maxFiles must be positive, but is " + maxFiles);
        }
        this.maxFiles = maxFiles;
        return this;
      }

      /**
       * Sets how large these dumps may be together, 1 GiB by default. A dump that alone would be
       * larger is not written.
       *
       * @param maxFolderBytes positive
       * @return this builder
       * @throws IllegalArgumentException if it is zero or negative
       */
      public Builder maxFolderBytes(long maxFolderBytes) {
        if (maxFolderBytes <= 0) {
          throw new IllegalArgumentException(
              "maxFolderBytes must be positive, but is " + maxFolderBytes);
        }
        this.maxFolderBytes = maxFolderBytes;
        return this;
      }

      /**
       * Sets whether each of these dumps is told of in the log, in one line with file and reason;
       * not by default.
       *
       * @return this builder
       */
      public Builder answers(boolean answers) {
        this.answers = answers;
        return this;
      }

      /**
       * Sets whether it is a managed bean too, {@code dev.loomtrace:type=FlightRecorder} (see
       * {@link dev.loomtrace.jmx.FlightRecorderMXBean}); not by default, since {@link
       * FlightRecorder#start} then starts the platform's server of beans, which an application may
       * want to configure before.
       *
       * @return this builder
       */
      public Builder jmx(boolean jmx) {
        this.jmx = jmx;
        return this;
      }

      /** A configuration with what has been set so far. */
      public Config build() {
        return new Config(this);
      }
    }
  }

  private static final Annotations ANNOTATIONS =
      new Annotations() {
        @Override
        public long currentTask() {
          return Task.current().id();
        }

        @Override
        public void rehearse() {
          AnnotationClasses.initialize(MethodHandles.lookup(), Region.class, Log.class);
          Task.rehearse();
        }
      };

  private static final AtomicReference<FlightRecorder> ACTIVE = new AtomicReference<>();

  private final Config config;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile DumpQueue queue = DumpQueue.CLOSED;
  private volatile Triggers triggers = Triggers.NONE;
  private final DumpFolder folder;
  private Bean bean; // Guarded by changing; null: it is none.

  /** What management sees. */
  private static final class Bean implements FlightRecorderMXBean {
    private final FlightRecorder recorder;
    private final Registration registration;

    Bean(FlightRecorder recorder) {
      this.recorder = recorder;
      this.registration = Registration.of(this);
    }

    @Override
    public String dump(String reason) {
      try {
        return recorder.dump(reason).join().toString();
      } catch (CompletionException e) {
        throw new IllegalStateException(String.valueOf(e.getCause().getMessage()));
      }
    }

    @Override
    public String[] getTriggers() {
      return recorder.config().triggers().stream().map(Trigger::toString).toArray(String[]::new);
    }

    @Override
    public String[] getLastDumps() {
      return recorder.lastDumps().toArray(String[]::new);
    }

    @Override
    public long getSuppressed() {
      return recorder.suppressed();
    }

    @Override
    public String getFolder() {
      return recorder.config().folder().toString();
    }
  }

  /** A flight recorder with the default configuration, not started. */
  public FlightRecorder() {
    this(Config.DEFAULT);
  }

  /** A flight recorder that is not started. */
  public FlightRecorder(Config config) {
    this.config = Objects.requireNonNull(config);
    this.folder =
        new DumpFolder(
            config.folder(), config.prefix(), config.maxFiles(), config.maxFolderBytes());
  }

  /**
   * Whether Loomtrace's agent is in this JVM. Without it a recording has tasks, regions and logs,
   * and what JFR itself knows of threads, but not why a virtual thread waited; and triggers of
   * waits are ignored.
   */
  public static boolean isAgentInstalled() {
    return AgentLink.isInstalled();
  }

  /** What it was made with. */
  public Config config() {
    return config;
  }

  /**
   * The last dumps that triggers had made since it was started, ten at most, oldest first: when,
   * which file, and why. For people; the form may change.
   */
  public List<String> lastDumps() {
    return triggers.dumps();
  }

  /** How often triggers have fired, since it was started, without a dump of their own. */
  public long suppressed() {
    return triggers.suppressed();
  }

  /**
   * Starts to record. The window is empty at first, even if the recorder was started before.
   *
   * @throws IllegalStateException if this or another flight recorder is started
   */
  public void start() {
    changing.lock();
    try {
      if (!ACTIVE.compareAndSet(null, this)) {
        throw new IllegalStateException(
            ACTIVE.get() == this
                ? "flight recorder is started already"
                : "another flight recorder is started");
      }
      try {
        DumpQueue opened = open(config);
        queue = opened;
        triggers = watch(opened);
        if (config.jmx()) {
          register();
        }
      } catch (IOException | RuntimeException | LinkageError e) {
        ProblemLog.misuse("flight recorder cannot record in this run time (" + e + "), started");
      } finally {
        if (queue == DumpQueue.CLOSED) {
          ACTIVE.set(null);
        }
      }
    } finally {
      changing.unlock();
    }
  }

  private static DumpQueue open(Config config) throws IOException {
    return Recorder.start(
        config.settings().values(),
        new Limits(config.window(), config.maxBytes(), config.minDumpInterval()),
        ANNOTATIONS);
  }

  private Triggers watch(DumpQueue opened) {
    return config.triggers().isEmpty()
        ? Triggers.NONE
        : Triggers.open(
            config.triggers().stream().map(Trigger::rule).toList(),
            opened,
            folder,
            config.minDumpInterval(),
            config.window(),
            config.answers());
  }

  private void register() {
    try {
      bean = new Bean(this);
    } catch (RuntimeException | LinkageError e) {
      ProblemLog.failure("flight recorder cannot be a managed bean: " + e);
    }
  }

  private void unregister() {
    try {
      if (bean != null) {
        bean.registration.close();
      }
    } catch (RuntimeException e) { // It would go on recording, and no other could be started.
      ProblemLog.failure("flight recorder cannot be removed from the managed beans: " + e);
    } finally {
      bean = null;
    }
  }

  /**
   * Stops recording and drops the window, after dumps that were requested have been written: it
   * waits for them, about half a minute at most. Has no effect if it is not started.
   */
  public void stop() {
    changing.lock();
    try {
      DumpQueue open = queue;
      if (open != DumpQueue.CLOSED) {
        queue = DumpQueue.CLOSED;
        triggers.close();
        triggers = Triggers.NONE;
        unregister();
        open.close();
        ACTIVE.set(null);
      }
    } finally {
      changing.unlock();
    }
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** Whether it records: started without an error, and not stopped yet. */
  public boolean isEnabled() {
    return queue != DumpQueue.CLOSED;
  }

  /**
   * Writes the window, up to now, as a JFR recording. The caller waits for it: some milliseconds
   * plus the time to write the bytes.
   *
   * @param out written to, not closed
   * @return number of bytes
   * @throws IOException if {@code out} throws it, the recording cannot be read, the disk with JFR's
   *     repository is nearly full, or too few file descriptors are left
   * @throws IllegalStateException if this is not started, or another dump is being written
   */
  public long writeTo(OutputStream out) throws IOException {
    return queue.writeTo(out);
  }

  /**
   * Writes the window, up to now, to a file. The file appears when it is complete; an older one of
   * that name is replaced then, and left alone if this fails. A new file is readable by its owner
   * only; one that is replaced keeps its permissions. Links are followed. A device or FIFO is not
   * replaced but written into, which waits for its reader; a directory is refused.
   *
   * @return number of bytes
   * @throws IOException if the file cannot be written, the recording cannot be read, the disk with
   *     JFR's repository is nearly full, or too few file descriptors are left
   * @throws IllegalStateException if this is not started, or another dump is being written
   */
  public long writeTo(Path file) throws IOException {
    return queue.writeTo(file);
  }

  /**
   * Requests a dump, and returns at once: the caller writes a {@code loomtrace.Dump} event with its
   * stack, which takes microseconds; a daemon thread does the rest. Never throws.
   *
   * <p>Requests made before the window is cut for a dump share it: it is written once, to the file
   * of the first. Callers that do not need the result may ignore it.
   *
   * @param file written as by {@link #writeTo(Path)}
   * @param reason for people who read the recording
   * @return the file that was written; or completed with an {@link IOException}, with an {@link
   *     IllegalStateException} if this is not started, or with a {@link RejectedExecutionException}
   *     if the last dump was less than {@link Config.Builder#minDumpInterval} ago. Cancelling it
   *     has no effect on the dump. Dependent stages run on a thread of their own, or on the
   *     caller's if the dump is complete
   */
  public CompletableFuture<Path> dump(Path file, String reason) {
    return queue.dump(file, String.valueOf(reason));
  }

  /**
   * The same into the folder of {@link Config.Builder#folder}, which keeps its bound; the file is
   * named by the time.
   */
  public CompletableFuture<Path> dump(String reason) {
    return queue.dump(folder, String.valueOf(reason));
  }
}
