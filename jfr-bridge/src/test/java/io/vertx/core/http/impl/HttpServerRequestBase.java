package io.vertx.core.http.impl;

/** Of a Vert.x that has other classes than those known. */
public final class HttpServerRequestBase {
  /** Answers. */
  public String answer(Object request) {
    return "answered " + request;
  }
}
