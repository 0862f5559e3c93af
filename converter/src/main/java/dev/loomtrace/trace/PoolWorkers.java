package dev.loomtrace.trace;

import java.util.List;
import java.util.Set;

/**
 * Knows threads that have nothing to do: workers of pools that wait for work, and those that keep a
 * house, such as pollers, acceptors and timers. This table is the one place that does. Each row is
 * a method in which they wait; whoever waits in it, and in nobody else's code above it, is idle.
 */
public final class PoolWorkers {
  private static final Set<String> IDLE =
      Set.of(
          // The JDK.
          "java/util/concurrent/ThreadPoolExecutor.getTask",
          "java/util/concurrent/ForkJoinPool.awaitWork",
          "java/util/TimerThread.mainLoop",
          "java/lang/ref/ReferenceQueue.remove",
          "java/lang/ref/Reference.waitForReferencePendingList",
          "sun/nio/ch/EPollPort$EventHandlerTask.poll",
          "sun/nio/ch/KQueuePort$EventHandlerTask.poll",
          "jdk/internal/net/http/HttpClientImpl$SelectorManager.run",
          "sun/net/httpserver/ServerImpl$Dispatcher.run",
          // Tomcat.
          "org.apache.tomcat.util.threads/ThreadPoolExecutor.getTask",
          "org.apache.tomcat.util.threads/TaskQueue.take",
          "org.apache.tomcat.util.net/NioEndpoint$Poller.run",
          "org.apache.tomcat.util.net/Acceptor.run",
          "org.apache.catalina.core/StandardServer.await",
          // Jetty.
          "org.eclipse.jetty.util.thread/QueuedThreadPool$Runner.idleJobPoll",
          "org.eclipse.jetty.util.thread/ReservedThreadExecutor$ReservedThread.waitForTask",
          "org.eclipse.jetty.io/ManagedSelector.nioSelect",
          "org.eclipse.jetty.io/ManagedSelector.select",
          "org.eclipse.jetty.io/ManagedSelector$SelectorProducer.select",
          "org.eclipse.jetty.server/ServerConnector.accept",
          // Netty, and who builds on it: Vert.x, Spring WebFlux, gRPC.
          "io.netty.channel.nio/NioEventLoop.select",
          "io.netty.channel.nio/NioIoHandler.select",
          "io.netty.channel.epoll/EpollEventLoop.epollWait",
          "io.netty.channel.epoll/EpollIoHandler.epollWait",
          "io.netty.channel.kqueue/KQueueEventLoop.kqueueWait",
          "io.netty.util.concurrent/SingleThreadEventExecutor.takeTask",
          "io.netty.util.concurrent/GlobalEventExecutor.takeTask",
          "io.netty.util/HashedWheelTimer$Worker.waitForNextTick",
          // Undertow and JBoss.
          "org.xnio.nio/WorkerThread.run",
          "org.jboss.threads/EnhancedQueueExecutor$PoolThreadNode.park",
          "org.jboss.threads/EnhancedQueueExecutor$ThreadBody.getOrAddNode",
          // Helidon, PostgreSQL's driver, Kotlin, Akka.
          "io.helidon.webserver/ServerListener.listen",
          "org.postgresql.util/LazyCleaner.run",
          "com.mysql.cj.jdbc/AbandonedConnectionCleanupThread.run",
          "kotlinx.coroutines.scheduling/CoroutineScheduler$Worker.park",
          "kotlinx.coroutines.scheduling/CoroutineScheduler$Worker.tryPark",
          "kotlinx.coroutines/DefaultExecutor.run",
          "akka.actor/LightArrayRevolverScheduler$$anon$1.waitNanos",
          "org.apache.pekko.actor/LightArrayRevolverScheduler$$anon$1.waitNanos",
          // Go.
          "os/signal.loop",
          "os/signal.signal_recv");

  // Goroutines that begin in Go's runtime are its own: collector, tracer, finalizers.
  private static final Set<String> GO_RUNTIME = Set.of("runtime.", "runtime/");

  private PoolWorkers() {}

  /** The methods of the table. */
  static Set<String> methods() {
    return IDLE;
  }

  /**
   * Whether a thread that waits with this stack has nothing to do, so that nobody's work waits with
   * it. Where no stack was taken, only {@link WaitReason#idle} may say so.
   */
  public static boolean isIdle(Stack stack) {
    List<Frame> frames = stack.frames();
    for (int i = 0; i < frames.size(); i++) {
      if (IDLE.contains(frames.get(i).function())) {
        return waitsItself(frames, i);
      }
    }
    return !frames.isEmpty()
        && GO_RUNTIME.stream().anyMatch(frames.getLast().function()::startsWith);
  }

  /** Whether a frame calls only the platform, and its own package: no work, which also may wait. */
  private static boolean waitsItself(List<Frame> frames, int frame) {
    String own = packageOf(frames.get(frame));
    for (Frame called : frames.subList(0, frame)) {
      if (FrameOrigins.DEFAULT.of(called) != FrameOrigin.RUNTIME
          && !packageOf(called).equals(own)) {
        return false;
      }
    }
    return true;
  }

  private static String packageOf(Frame frame) {
    String function = frame.function();
    return function.substring(0, Math.max(0, function.lastIndexOf('/')));
  }
}
