package dev.loomtrace.e2e.program.request;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Handles requests in a container of servlets. */
final class HandlingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (!Handling.exists(path)) {
      response.sendError(404);
    } else if (Handling.isLater(path)) {
      AsyncContext async = request.startAsync();
      Handling.handleLater(
          text -> {
            async.getResponse().getWriter().print(text);
            async.complete();
          });
    } else {
      response.getWriter().print(Handling.handle(path));
    }
  }
}
