package dev.loomtrace.truth.program;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Waits for the system and for the JVM: sockets, files, processes, classes. */
final class OutsideScenes {
  private static final String SOCKET = "socket";

  /** A thread that waits for a file keeps its carrier. */
  private static final String FILE = "file|pinned";

  private OutsideScenes() {}

  static List<Scene> all() {
    return List.of(
        Scene.of("socket-read", OutsideScenes::socketRead),
        Scene.of("socket-accept", OutsideScenes::socketAccept),
        Scene.of("socket-write", OutsideScenes::socketWrite),
        Scene.of("selector", OutsideScenes::selector),
        Scene.of("pipe-nio", OutsideScenes::nioPipe),
        Scene.of("pipe-io", OutsideScenes::ioPipe),
        Scene.of("fifo-open", OutsideScenes::fifoOpen),
        Scene.of("fifo-read", OutsideScenes::fifoRead),
        Scene.of("process-wait", OutsideScenes::processWait),
        Scene.of("process-output", OutsideScenes::processOutput),
        Scene.of("class-of-another", OutsideScenes::classOfAnother));
  }

  /** A wait in the system that another thread ends, by way of the system. */
  private static void outside(Stage stage, String words, Cue.Sight sight, Action wait, Action end)
      throws Exception {
    Cue cue =
        stage.helper(
            words,
            sight,
            c -> {
              c.ready();
              c.awaitLongWait();
              c.waking();
              end.run();
            });
    stage.task(() -> cue.waits(wait));
  }

  private static void socket(Stage stage, Action wait, Action end) throws Exception {
    stage.ledger().wakerKind(SOCKET, Ledger.POLLER);
    outside(stage, SOCKET, Cue.Sight.NATIVE, wait, end);
  }

  private static void socketRead(Stage stage) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 5, here);
        Socket to = new Socket(here, server.getLocalPort());
        Socket from = server.accept()) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      socket(stage, in::read, () -> out.write(1));
    }
  }

  private static void socketAccept(Stage stage) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 5, here)) {
      socket(
          stage,
          () -> server.accept().close(),
          () -> new Socket(here, server.getLocalPort()).close());
    }
  }

  private static void socketWrite(Stage stage) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    byte[] block = new byte[8 << 20];
    try (ServerSocket server = new ServerSocket()) {
      server.setReceiveBufferSize(1 << 14);
      server.bind(new InetSocketAddress(here, 0));
      try (Socket to = new Socket(here, server.getLocalPort());
          Socket from = server.accept()) {
        to.setSendBufferSize(1 << 14);
        InputStream in = from.getInputStream();
        Action wait =
            () -> {
              to.getOutputStream().write(block);
              to.shutdownOutput();
            };
        // What is read at once leaves room for all that is to be written.
        Action end = () -> in.transferTo(OutputStream.nullOutputStream());
        socket(stage, wait, end);
      }
    }
  }

  private static void selector(Stage stage) throws Exception {
    Pipe pipe = Pipe.open();
    try (Selector selector = Selector.open();
        Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      source.register(selector, SelectionKey.OP_READ);
      stage.ledger().wakerKind(SOCKET, Ledger.POLLER);
      // On a virtual thread the selector keeps the carrier.
      outside(
          stage,
          "socket|pinned",
          Cue.Sight.NATIVE,
          selector::select,
          () -> sink.write(ByteBuffer.wrap(new byte[1])));
    }
  }

  private static void nioPipe(Stage stage) throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      outside(
          stage,
          "socket|pipe|file",
          Cue.Sight.NATIVE,
          () -> source.read(ByteBuffer.allocate(1)),
          () -> sink.write(ByteBuffer.wrap(new byte[1])));
    }
  }

  /** Its reader looks once a second by itself. */
  private static void ioPipe(Stage stage) throws Exception {
    try (PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in)) {
      LockScenes.endedAtMonitor(
          stage,
          "object wait|pipe",
          in::read,
          () -> {
            out.write(1);
            out.flush();
          });
    }
  }

  private static Path fifo() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("fifo");
    Path fifo = directory.resolve("fifo");
    if (new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() != 0) {
      throw new IOException("no " + fifo);
    }
    return fifo;
  }

  private static void delete(Path fifo) throws IOException {
    Files.delete(fifo);
    Files.delete(fifo.getParent());
  }

  private static void fifoOpen(Stage stage) throws Exception {
    Path fifo = fifo();
    outside(
        stage,
        FILE,
        Cue.Sight.NATIVE,
        () -> new FileInputStream(fifo.toFile()).close(),
        () -> Files.newOutputStream(fifo).close());
    delete(fifo);
  }

  private static void fifoRead(Stage stage) throws Exception {
    Path fifo = fifo();
    OutputStream[] out = new OutputStream[1];
    Thread opener = stage.other(false, () -> out[0] = Files.newOutputStream(fifo));
    try (InputStream in = new FileInputStream(fifo.toFile())) {
      opener.join();
      outside(stage, FILE, Cue.Sight.NATIVE, in::read, () -> out[0].write(1));
    } finally {
      out[0].close();
      delete(fifo);
    }
  }

  private static void processWait(Stage stage) throws Exception {
    Process process = new ProcessBuilder("cat").start();
    // The JDK's thread that waits for the process is the one that tells of its end.
    stage.ledger().wakerKind("process|condition|object wait|future", "name:process reaper");
    outside(
        stage,
        LockScenes.atMonitor(stage, "process|condition|object wait|future"),
        Cue.Sight.STATE,
        process::waitFor,
        () -> process.getOutputStream().close());
  }

  private static void processOutput(Stage stage) throws Exception {
    Process process = new ProcessBuilder("cat").start();
    InputStream in = process.getInputStream();
    outside(
        stage,
        "process|pipe|" + FILE,
        Cue.Sight.NATIVE,
        in::read,
        () -> process.getOutputStream().close());
    process.waitFor();
  }

  /** Waits for another thread that initializes the class. On JDK 25 that keeps the carrier. */
  private static void classOfAnother(Stage stage) throws Exception {
    Class<?> slow = SlowClass.another();
    Action initialize = () -> MethodHandles.lookup().ensureInitialized(slow);
    CountDownLatch begun = new CountDownLatch(1);
    String words = stage.virtual() ? "class initialization|pinned" : "class initialization";
    Cue[] cue = new Cue[1];
    cue[0] =
        stage.ender(
            false,
            words,
            Cue.Sight.NONE,
            Cue.Wake.INDIRECT,
            c -> {
              SlowClass.in(
                  () -> {
                    begun.countDown();
                    c.ready();
                    c.awaitLongWait();
                    c.waking();
                  });
              initialize.run();
            });
    begun.await();
    stage.task(() -> cue[0].waits(initialize));
  }
}
