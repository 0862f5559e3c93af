package dev.loomtrace.explorer;

import dev.loomtrace.explorer.api.LiveApi;
import dev.loomtrace.explorer.api.Routes;
import dev.loomtrace.explorer.http.Guard;
import dev.loomtrace.explorer.http.StaticFiles;
import dev.loomtrace.explorer.http.WebServer;
import dev.loomtrace.explorer.live.LiveTrace;
import dev.loomtrace.explorer.trace.Answers;
import dev.loomtrace.explorer.trace.Databases;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.Queries;
import dev.loomtrace.explorer.trace.Recordings;
import dev.loomtrace.explorer.trace.TraceEntry;
import dev.loomtrace.explorer.trace.TraceList;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Shows traces to a browser, until it is closed. Whoever has the address with its token can look at
 * the traces, and at nothing else; nothing can be changed, but that a JVM whose recording is
 * followed can be asked for a dump, if whoever started it said so.
 *
 * <pre>{@code
 * try (Explorer explorer = Explorer.start(options)) {
 *   System.out.println(explorer.address());
 *   …
 * }
 * }</pre>
 */
public final class Explorer implements Closeable {
  private static final String PAGE = "page";
  private static final String LIBRARY = "META-INF/resources/webjars/uplot/";
  private static final String LIBRARY_PROPERTIES =
      "META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final List<String> LIBRARY_FILES = List.of("uPlot.esm.js", "uPlot.min.css");

  private final WebServer server;
  private final TraceList traces;
  private final Closeable open;
  private final Answers answers;
  private final Databases databases;
  private final Queries queries;
  private final String token;

  private Explorer(
      WebServer server,
      TraceList traces,
      Closeable open,
      Answers answers,
      Databases databases,
      Queries queries,
      String token) {
    this.server = server;
    this.traces = traces;
    this.open = open;
    this.answers = answers;
    this.databases = databases;
    this.queries = queries;
    this.token = token;
  }

  /**
   * Starts to listen, and to read the files that were named; those in folders are read when someone
   * asks about them.
   *
   * @throws IOException with a sentence for people if there is nothing to show, if the only file is
   *     no trace, or if it cannot listen there
   */
  public static Explorer start(ExplorerOptions options) throws IOException {
    List<TraceEntry> entries = new ArrayList<>();
    Answers answers = new Answers(options.cache(), Build.of(options.version()));
    Databases databases = new Databases();
    Queries queries = new Queries();
    try {
      List<TraceEntry> named = entries(options, entries);
      String token = Guard.newToken();
      StaticFiles page = StaticFiles.of(Explorer.class, PAGE, libraries());
      TraceList traces = TraceList.of(entries);
      Routes routes =
          new Routes(
              traces, Optional.empty(), answers, databases, queries, page, options.version());
      WebServer server = listen(options, token, Set.of(), routes);
      named.forEach(TraceEntry::open);
      return new Explorer(server, traces, () -> close(entries), answers, databases, queries, token);
    } catch (IOException | RuntimeException e) {
      answers.close();
      queries.close();
      close(entries);
      throw e;
    }
  }

  /**
   * Starts to listen, and to follow a recording that goes on.
   *
   * @param options of the server; its files are not looked at, and nothing is put into its cache
   * @throws IOException with a sentence for people if there is nothing to read yet, or if it cannot
   *     listen there
   */
  public static Explorer startLive(ExplorerOptions options, LiveOptions recording)
      throws IOException {
    Databases databases = new Databases();
    LiveTrace live =
        new LiveTrace(
            new LiveTrace.Source(
                recording.folder(),
                recording.name(),
                recording.keep().toNanos(),
                recording.every().toNanos(),
                recording.running()),
            entry -> entry.loaded().ifPresent(databases::forget));
    Answers answers = new Answers(live.cache(), Build.of(options.version()));
    Queries queries = new Queries();
    try {
      String token = Guard.newToken();
      StaticFiles page = StaticFiles.of(Explorer.class, PAGE, libraries());
      LiveApi api = new LiveApi(live, recording.dumper().map(dumper -> dumper::dump));
      Routes routes =
          new Routes(live, Optional.of(api), answers, databases, queries, page, options.version());
      Set<String> deeds = recording.dumper().isPresent() ? Set.of(LiveApi.DUMP) : Set.of();
      WebServer server = listen(options, token, deeds, routes);
      return new Explorer(server, live, live, answers, databases, queries, token);
    } catch (IOException | RuntimeException e) {
      answers.close();
      queries.close();
      live.close();
      throw e;
    }
  }

  /** Adds all there are; returns those that are to be read at once. */
  private static List<TraceEntry> entries(ExplorerOptions options, List<TraceEntry> entries)
      throws IOException {
    List<TraceEntry> named = new ArrayList<>();
    for (Path file : options.files()) {
      if (Files.isDirectory(file)) {
        for (Path recording : Recordings.in(file)) {
          entries.add(entry(recording, options));
        }
        continue;
      }
      TraceEntry entry = entry(file, options);
      entries.add(entry);
      try {
        // What was read before was a trace: to read its start again takes as long as all else.
        if (!options.cache().has(file)) {
          TraceEntry.probe(file);
        }
        named.add(entry);
      } catch (MalformedTraceException e) {
        if (options.files().size() == 1) {
          throw new IOException(file + ": " + e.getMessage(), e);
        }
        entry.fail(e.getMessage());
        options.listener().say(file + ": " + e.getMessage());
      }
    }
    if (entries.isEmpty()) {
      throw new IOException(
          options.files().stream().map(Path::toString).collect(Collectors.joining(", "))
              + ": no recording or trace is in there");
    }
    return named;
  }

  private static TraceEntry entry(Path file, ExplorerOptions options) {
    return new TraceEntry(file, options.cache(), entry -> told(entry, options.listener()));
  }

  private static void told(TraceEntry entry, ExplorerOptions.Listener listener) {
    if (entry.state() == TraceEntry.State.FAILED) {
      listener.say(entry.path() + ": " + entry.error());
      return;
    }
    entry
        .loaded()
        .map(LoadedTrace::store)
        .flatMap(store -> store.extent().fault())
        .ifPresent(
            fault ->
                listener.say(
                    entry.path() + ": " + fault.message() + "; what comes before that is shown"));
  }

  private static WebServer listen(
      ExplorerOptions options, String token, Set<String> deeds, Routes routes) throws IOException {
    InetAddress bound;
    try {
      bound = InetAddress.getByName(options.host());
    } catch (UnknownHostException e) {
      throw new IOException(options.host() + ": no address of this name is known", e);
    }
    try {
      return WebServer.start(options.host(), bound, options.port(), token, deeds, routes);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen at "
              + options.host()
              + " port "
              + options.port()
              + ": "
              + e.getMessage()
              + "; --port 0 takes any that is free",
          e);
    }
  }

  /** The files of libraries on the class path, of the version that is there. */
  private static List<String> libraries() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Explorer.class.getClassLoader().getResourceAsStream(LIBRARY_PROPERTIES)) {
      if (in == null) {
        return List.of();
      }
      properties.load(in);
    }
    String folder = LIBRARY + properties.getProperty("version") + "/dist/";
    return LIBRARY_FILES.stream().map(name -> folder + name).toList();
  }

  /** The address for a browser, with the token: a secret, which gives access to the traces. */
  public String address() {
    return server.address() + "?token=" + token;
  }

  /**
   * The address for the command line of a browser, which others on the machine can see: good for
   * one use. The one before, if it was not used, is good no longer.
   */
  public String addressForOneUse() {
    return server.address() + "?token=" + server.newPass();
  }

  /**
   * Waits until all files that were named are read, or failed.
   *
   * @return whether they are
   * @throws IOException if the thread is interrupted
   */
  public boolean await(long time, TimeUnit unit) throws IOException {
    long end = System.nanoTime() + unit.toNanos(time);
    for (TraceEntry entry : traces.shown().values()) {
      if (entry.state() == TraceEntry.State.READING) {
        Optional<LoadedTrace> trace = entry.await(end - System.nanoTime());
        if (trace.isEmpty() && entry.state() == TraceEntry.State.READING) {
          return false;
        }
      }
    }
    return true;
  }

  /** Stops to listen and to read; what is kept of traces stays. */
  @Override
  public void close() throws IOException {
    server.close();
    answers.close();
    queries.close();
    databases.close();
    open.close();
  }

  private static void close(List<TraceEntry> entries) throws IOException {
    for (TraceEntry entry : entries) {
      entry.close();
    }
  }
}
