package io.grpc.internal;

/** Of a gRPC that nobody knows. */
public final class ServerImpl {
  private ServerImpl() {}

  /** Begins calls by another method. */
  public static final class ServerTransportListenerImpl {
    /** Answers. */
    public String startCall(Object call) {
      return "answered " + call;
    }
  }
}
