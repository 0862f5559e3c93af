package org.apache.catalina.core;

/** Of a Tomcat that nobody knows. */
public final class StandardEngineValve {
  /** Has one argument too few. */
  public String invoke(Object request) {
    return "answered " + request;
  }
}
