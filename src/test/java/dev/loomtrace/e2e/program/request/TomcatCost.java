package dev.loomtrace.e2e.program.request;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardEngine;

/**
 * What it costs to name a request: Tomcat's engine is entered with a request for which there is no
 * host, so that it does next to nothing itself. To be run with the agent's option and without, with
 * a recording and without; prints the best round's processor time and the memory of one request.
 */
public final class TomcatCost {
  private static final int ROUNDS = 15;
  private static final int REQUESTS = 100_000;

  private TomcatCost() {}

  /**
   * No arguments.
   *
   * @throws Exception if Tomcat has changed
   */
  public static void main(String[] args) throws Exception {
    Valve engine = new StandardEngine().getPipeline().getBasic();
    org.apache.coyote.Request asked = new org.apache.coyote.Request();
    org.apache.coyote.Response answer = new org.apache.coyote.Response();
    asked.setResponse(answer);
    Connector connector = new Connector();
    Request request = new Request(connector, asked);
    Response response = new Response(answer);
    request.setResponse(response);
    response.setRequest(request);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = Long.MAX_VALUE;
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = threads.getCurrentThreadCpuTime();
      long allocated = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < REQUESTS; i++) {
        asked.requestURI().setString("/orders/4711");
        engine.invoke(request, response);
        request.recycle();
        response.recycle();
        asked.recycle();
        answer.recycle();
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - begin);
    }
    System.out.println("nanos=" + nanos / REQUESTS);
    System.out.println("bytes=" + bytes / REQUESTS);
  }
}
