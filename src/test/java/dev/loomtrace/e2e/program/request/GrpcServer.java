package dev.loomtrace.e2e.program.request;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server of gRPC and some who call it at the same time, each method in turns. Each line is {@code
 * called METHOD STATUS TASK NANOS}, the last two 0 if no handler told.
 */
public final class GrpcServer {
  private static final String SERVICE = "shop.Orders";
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 15;
  private static final int PARTS = 3;

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final Map<String, MethodDescriptor<String, String>> METHODS =
      Stream.of("Find", "FindLater", "Reject", "Break", "Fail", "FailAtOnce", "Stop", "Missing")
          .collect(
              Collectors.toMap(
                  name -> name, name -> method(name, MethodDescriptor.MethodType.UNARY)));
  private static final MethodDescriptor<String, String> LIST =
      method("List", MethodDescriptor.MethodType.SERVER_STREAMING);
  private static final MethodDescriptor<String, String> SUM =
      method("Sum", MethodDescriptor.MethodType.CLIENT_STREAMING);

  private static final Semaphore STOPPING = new Semaphore(0);

  private GrpcServer() {}

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  /**
   * The transport: {@code netty} or {@code inprocess}.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    ServerServiceDefinition service = service();
    Server server;
    ManagedChannel channel;
    if (args[0].equals("netty")) {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(service)
              .build()
              .start();
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    } else {
      server = InProcessServerBuilder.forName("orders").addService(service).build().start();
      channel = InProcessChannelBuilder.forName("orders").build();
    }
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> callAll(channel)));
      }
    }
    channel.shutdown().awaitTermination(1, TimeUnit.MINUTES);
    server.shutdown().awaitTermination(1, TimeUnit.MINUTES);
    for (Future<?> client : clients) {
      client.get();
    }
  }

  private static Void callAll(Channel channel) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      for (String name : METHODS.keySet()) {
        if (name.equals("Stop")) {
          cancel(channel);
        } else {
          call(channel, METHODS.get(name));
        }
      }
      list(channel);
      sum(channel);
    }
    return null;
  }

  private static ServerServiceDefinition service() {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(SERVICE);
    add(service, "Find", (asked, answers) -> answer(answers, Handling.handle(asked)));
    add(
        service,
        "FindLater",
        (asked, answers) -> Handling.handleLater(text -> answer(answers, text)));
    add(
        service,
        "Reject",
        (asked, answers) -> answers.onError(Status.NOT_FOUND.asRuntimeException()));
    add(
        service,
        "Break",
        (asked, answers) -> answers.onError(Status.DATA_LOSS.asRuntimeException()));
    add(service, "Fail", (asked, answers) -> answer(answers, Handling.handle(Handling.FAILING)));
    add(service, "Stop", (asked, answers) -> STOPPING.release()); // Answered by nobody.
    service.addMethod(
        METHODS.get("FailAtOnce"),
        (call, headers) -> {
          throw new IllegalStateException("as asked");
        });
    service.addMethod(
        LIST,
        ServerCalls.asyncServerStreamingCall(
            (asked, answers) -> {
              for (int i = 1; i < PARTS; i++) {
                answers.onNext("");
              }
              answer(answers, Handling.handle(asked));
            }));
    service.addMethod(
        SUM,
        ServerCalls.asyncClientStreamingCall(
            answers ->
                new StreamObserver<String>() {
                  private long begin;

                  @Override
                  public void onNext(String part) {
                    begin = begin == 0 ? System.nanoTime() : begin;
                  }

                  @Override
                  public void onError(Throwable t) {
                    throw new IllegalStateException(t);
                  }

                  @Override
                  public void onCompleted() {
                    String told = Handling.handle("/orders/1");
                    String task = told.substring(0, told.indexOf(' ') + 1);
                    answer(answers, task + (System.nanoTime() - begin));
                  }
                }));
    return service.build();
  }

  private static void add(
      ServerServiceDefinition.Builder service,
      String name,
      BiConsumer<String, ServerCallStreamObserver<String>> handler) {
    service.addMethod(
        METHODS.get(name),
        ServerCalls.asyncUnaryCall(
            (asked, answers) -> handler.accept(asked, (ServerCallStreamObserver<String>) answers)));
  }

  private static void answer(StreamObserver<String> answers, String text) {
    answers.onNext(text);
    answers.onCompleted();
  }

  private static void call(Channel channel, MethodDescriptor<String, String> method) {
    String status = "OK";
    String told = "0 0";
    try {
      told = ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, "/orders/1");
    } catch (StatusRuntimeException e) {
      status = e.getStatus().getCode().name();
    }
    say(method, status, told);
  }

  // One at a time: which of them has reached its handler is not said.
  private static synchronized void cancel(Channel channel) throws InterruptedException {
    MethodDescriptor<String, String> method = METHODS.get("Stop");
    ClientCall<String, String> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage("/orders/1");
    call.halfClose();
    STOPPING.acquire();
    call.cancel("as intended", null);
    say(method, "CANCELLED", "0 0");
  }

  private static void list(Channel channel) {
    Iterator<String> answers =
        ClientCalls.blockingServerStreamingCall(channel, LIST, CallOptions.DEFAULT, "/orders/1");
    String told = "";
    for (int i = 0; i < PARTS; i++) {
      told = answers.next();
    }
    say(LIST, answers.hasNext() ? "?" : "OK", told);
  }

  private static void sum(Channel channel) throws InterruptedException {
    String[] told = new String[1];
    CountDownLatch done = new CountDownLatch(1);
    StreamObserver<String> parts =
        ClientCalls.asyncClientStreamingCall(
            channel.newCall(SUM, CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(String answer) {
                told[0] = answer;
              }

              @Override
              public void onError(Throwable t) {
                done.countDown();
              }

              @Override
              public void onCompleted() {
                done.countDown();
              }
            });
    for (int i = 0; i < PARTS; i++) {
      parts.onNext("part");
    }
    parts.onCompleted();
    done.await();
    say(SUM, told[0] == null ? "?" : "OK", told[0] == null ? "0 0" : told[0]);
  }

  private static void say(MethodDescriptor<?, ?> method, String status, String told) {
    System.out.println("called " + method.getFullMethodName() + " " + status + " " + told);
  }
}
