package dev.loomtrace.opentelemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.concurrent.CountDownLatch;

/**
 * What runs with agents of others: a server that is asked, virtual threads each of which is woken
 * by another, a span by OpenTelemetry's API alone, and one by an SDK of the program's own.
 */
final class Neighbour {
  static final int WOKEN = 100;

  private Neighbour() {}

  @SuppressWarnings("try") // The scope is closed, and not used.
  public static void main(String[] args) throws Exception {
    AgentServer.main(args);
    Thread waker = Thread.ofVirtual().start(Neighbour::wake);
    waker.join();
    Span span = GlobalOpenTelemetry.get().getTracer("neighbour").spanBuilder("theirs").startSpan();
    try (Scope scope = span.makeCurrent()) {
      System.out.println("theirs " + Span.current().getSpanContext().isValid());
    }
    span.end();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create()).build()) {
      Tracer tracer = provider.get("neighbour");
      Span own = tracer.spanBuilder("ours").startSpan();
      try (Scope scope = own.makeCurrent()) {
        System.out.println("ours " + Span.current().getSpanContext().getSpanId());
      }
      own.end();
    }
  }

  private static void wake() {
    for (int i = 0; i < WOKEN; i++) {
      CountDownLatch latch = new CountDownLatch(1);
      Thread waiter = Thread.ofVirtual().start(() -> await(latch));
      try {
        while (waiter.getState() != Thread.State.WAITING) {
          Thread.sleep(1);
        }
        latch.countDown();
        waiter.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      System.out.println("woken " + waiter.threadId() + " " + Thread.currentThread().threadId());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
