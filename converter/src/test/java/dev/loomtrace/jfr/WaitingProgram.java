package dev.loomtrace.jfr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Waits in each way that the JDK has an event for, long and short ones, on platform threads and on
 * virtual ones where there are such: this runs on Java 17, too.
 *
 * <p>With a file and settings as arguments it records itself, from the middle on: all of its
 * threads wait when the recording begins, and when it ends.
 */
public final class WaitingProgram {
  private static final int LONG_MILLIS = 35;
  private static final int SHORT_MILLIS = 3;

  private final boolean virtual;
  private final Object monitor = new Object();
  private final Object signal = new Object();
  private final ReentrantLock lock = new ReentrantLock();
  private final Path file;
  private volatile Object kept;
  private boolean signalled;

  private WaitingProgram(boolean virtual) throws IOException {
    this.virtual = virtual;
    this.file = Files.createTempFile("waits", ".bin");
  }

  /** Something that waits. */
  private interface Waiting {
    void run() throws Exception;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    Thread first = new WaitingProgram(false).thread("platform");
    Thread second = new WaitingProgram(true).thread("virtual");
    List<Thread> around = new ArrayList<>();
    CountDownLatch over = new CountDownLatch(1);
    around.add(start(false, "awaits", () -> over.await()));
    around.add(start(true, "awaits too", () -> over.await()));
    around.add(start(false, "sleeps on", () -> Thread.sleep(arguments.length == 0 ? 1500 : 3000)));
    Thread chunks = start(false, "ends chunks", WaitingProgram::endChunks);
    if (arguments.length == 0) {
      first.join();
      second.join();
    } else {
      Thread.sleep(300);
      try (Recording recording = new Recording(Configuration.getConfiguration(arguments[1]))) {
        // They show waits that are not over, of which the JDK's reader has no event.
        recording.disable("jdk.ThreadDump");
        recording.start();
        Thread.sleep(1200);
        recording.dump(Path.of(arguments[0]));
      }
      first.join();
      second.join();
    }
    System.gc();
    chunks.join();
    over.countDown();
    for (Thread thread : around) {
      thread.join();
    }
  }

  private Thread thread(String name) {
    return start(virtual, name, this::waits);
  }

  /** A virtual thread where there are such, if it is to be one. */
  private static Thread start(boolean virtual, String name, Waiting task) {
    Runnable run =
        () -> {
          try {
            task.run();
          } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
          }
        };
    Thread thread;
    try {
      thread =
          !virtual
              ? new Thread(run)
              : (Thread)
                  Class.forName("java.lang.Thread$Builder")
                      .getMethod("unstarted", Runnable.class)
                      .invoke(Thread.class.getMethod("ofVirtual").invoke(null), run);
    } catch (ReflectiveOperationException e) {
      thread = new Thread(run);
    }
    thread.setName(name);
    thread.start();
    return thread;
  }

  /** A thread that does something after a while. */
  private Thread later(int millis, Waiting act) {
    return start(
        virtual,
        "later",
        () -> {
          pause(millis);
          act.run();
        });
  }

  private static void pause(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void endChunks() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      Thread.sleep(230);
      FlightRecorder.getFlightRecorder().takeSnapshot().close();
    }
  }

  private void waits() throws Exception {
    for (int millis : new int[] {LONG_MILLIS, SHORT_MILLIS, 1}) {
      Thread.sleep(millis);
      parks(millis);
      synchronizers(millis);
      monitors(millis);
      sockets(millis);
      interrupted(millis);
    }
    files();
    Thread.sleep(0, 1);
    inEachOther();
    Files.delete(file);
  }

  private void parks(int millis) throws Exception {
    pause(millis);
    LockSupport.parkNanos(this, millis * 1_000_000L);
    Thread me = Thread.currentThread();
    Thread by = later(millis, () -> LockSupport.unpark(me));
    LockSupport.park(this);
    by.join();
  }

  private void synchronizers(int millis) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        start(
            virtual,
            "holder",
            () -> {
              lock.lock();
              try {
                held.countDown();
                pause(millis);
              } finally {
                lock.unlock();
              }
            });
    held.await();
    lock.lock();
    try {
      kept = holder;
    } finally {
      lock.unlock();
    }
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
    later(millis, () -> queue.put("first"));
    queue.take();
    queue.put("second");
    later(millis, queue::take);
    queue.put("third");
  }

  @SuppressWarnings("WaitNotInLoop") // one that wakes early is a wait, too
  private void monitors(int millis) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        start(
            virtual,
            "holder",
            () -> {
              synchronized (monitor) {
                held.countDown();
                pause(millis);
              }
            });
    held.await();
    synchronized (monitor) {
      kept = holder;
    }
    later(millis, this::signal);
    synchronized (signal) {
      while (!signalled) {
        signal.wait();
      }
      signalled = false;
      signal.wait(millis); // The limit ends it.
    }
    start(false, "joined", () -> pause(millis)).join();
  }

  private void signal() {
    synchronized (signal) {
      signalled = true;
      signal.notifyAll();
      pause(2); // Who is notified has to wait once more.
    }
  }

  private void sockets(int millis) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
      later(millis, () -> answers(new Socket(address.getAddress(), address.getPort()), millis));
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        kept = in.read();
        byte[] much = new byte[8 << 20]; // More than the buffers take: the peer reads late.
        out.write(much);
        kept = in.read();
      }
      later(millis, () -> answers(server.accept(), millis));
      try (SocketChannel channel = SocketChannel.open(address)) {
        channel.read(ByteBuffer.allocate(1));
        for (ByteBuffer much = ByteBuffer.allocate(8 << 20); much.hasRemaining(); ) {
          channel.write(much);
        }
        channel.read(ByteBuffer.allocate(1));
      }
    }
  }

  private static void answers(Socket socket, int millis) throws IOException {
    try (socket) {
      pause(millis);
      socket.getOutputStream().write(1);
      pause(millis);
      socket.getInputStream().readNBytes(8 << 20);
      socket.getOutputStream().write(2);
    }
  }

  private void interrupted(int millis) throws Exception {
    interrupted(millis, () -> Thread.sleep(60_000));
    interrupted(
        millis,
        () -> {
          synchronized (signal) {
            while (!Thread.currentThread().isInterrupted()) { // It may wake for nothing.
              signal.wait(60_000);
            }
          }
        });
  }

  private void interrupted(int millis, Waiting waiting) throws Exception {
    Thread me = Thread.currentThread();
    Thread by = later(millis, me::interrupt);
    try {
      waiting.run();
    } catch (InterruptedException e) {
      kept = e;
    }
    while (by.isAlive()) {
      pause(1);
    }
    kept = Thread.interrupted();
  }

  private void files() throws IOException {
    byte[] bytes = new byte[4 << 20];
    for (int i = 0; i < 4; i++) {
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write(bytes);
      }
      try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
        random.write(bytes);
        random.seek(0);
        kept = random.read(bytes);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(bytes));
        channel.force(true);
        channel.read(ByteBuffer.wrap(bytes));
      }
    }
    Files.writeString(file, "end", UTF_8);
  }

  /** Waits that have others in them. */
  private void inEachOther() throws Exception {
    synchronized (monitor) { // A virtual thread keeps its carrier before Java 24, and parks on it.
      Thread.sleep(LONG_MILLIS);
      LockSupport.parkNanos(this, LONG_MILLIS * 1_000_000L);
    }
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      later(
          1,
          () -> {
            try (Socket peer = server.accept()) {
              pause(LONG_MILLIS);
              peer.getOutputStream().write(1);
              pause(LONG_MILLIS);
              peer.getOutputStream().write(1);
            }
          });
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
        // While one reads, the other one waits for its turn in its own read.
        Thread other = later(2, () -> kept = socket.getInputStream().read());
        kept = socket.getInputStream().read();
        other.join();
      }
    }
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      later(1, () -> writes(server.accept()));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
        synchronized (monitor) {
          kept = socket.getInputStream().read();
        }
      }
    }
  }

  private static void writes(Socket socket) throws IOException {
    try (socket) {
      pause(LONG_MILLIS);
      socket.getOutputStream().write(1);
    }
  }
}
