package dev.loomtrace.trace;

import java.util.Set;

/**
 * Packages of widely used libraries and frameworks of the JVM: code of which one may be sure that
 * it is not the application's own. Only their names are known, not what they do.
 */
final class Libraries {
  private static final Set<String> PACKAGES =
      Set.of(
          // Frameworks and servers.
          "org.springframework",
          "org.apache",
          "org.eclipse",
          "org.glassfish",
          "org.jboss",
          "org.wildfly",
          "org.xnio",
          "io.undertow",
          "io.quarkus",
          "io.smallrye",
          "io.micronaut",
          "io.helidon",
          "io.javalin",
          "io.dropwizard",
          "io.ktor",
          "io.vertx",
          "io.netty",
          "io.grpc",
          "io.projectreactor",
          "io.reactivex",
          "io.r2dbc",
          "io.rsocket",
          "reactor",
          "rx",
          "akka",
          "play",
          "zio",
          "com.linecorp.armeria",
          "jakarta",
          "org.osgi",
          "org.ops4j",
          // Data.
          "com.zaxxer.hikari",
          "com.mchange",
          "io.agroal",
          "org.hibernate",
          "org.jooq",
          "org.mybatis",
          "org.jdbi",
          "org.postgresql",
          "com.impossibl.postgres",
          "com.mysql",
          "org.mariadb",
          "org.h2",
          "org.hsqldb",
          "org.sqlite",
          "oracle",
          "com.microsoft.sqlserver",
          "com.ibm.db2",
          "com.mongodb",
          "com.datastax",
          "com.couchbase",
          "org.neo4j",
          "org.redisson",
          "redis.clients",
          "io.lettuce",
          "net.spy.memcached",
          "com.hazelcast",
          "org.infinispan",
          "org.ehcache",
          "net.sf.ehcache",
          "com.github.benmanes.caffeine",
          "org.elasticsearch",
          "co.elastic",
          "org.opensearch",
          "com.rabbitmq",
          "io.nats",
          "org.flywaydb",
          "liquibase",
          "org.quartz",
          "org.jobrunr",
          // Clients.
          "okhttp3",
          "okio",
          "retrofit2",
          "feign",
          "software.amazon",
          "com.amazonaws",
          "com.azure",
          "com.google.api",
          "com.google.cloud",
          "com.google.common",
          "com.google.inject",
          "com.google.gson",
          "com.google.protobuf",
          "com.netflix",
          "io.github.resilience4j",
          "dev.failsafe",
          // Languages and code that others generate.
          "kotlin",
          "kotlinx",
          "scala",
          "groovy",
          "org.codehaus",
          "clojure",
          "net.bytebuddy",
          "net.sf.cglib",
          "javassist",
          "org.aspectj",
          "org.mockito",
          "org.junit",
          "junit",
          "org.testng",
          "org.openjdk",
          "org.graalvm",
          "com.oracle.truffle",
          "com.oracle.svm",
          "picocli",
          // Observation.
          "io.micrometer",
          "io.opentelemetry",
          "io.opentracing",
          "io.prometheus",
          "io.dropwizard.metrics",
          "com.codahale.metrics",
          "brave",
          "zipkin2",
          "datadog",
          "com.datadoghq",
          "com.newrelic",
          "com.dynatrace",
          "io.sentry",
          "one.profiler",
          "org.slf4j",
          "ch.qos.logback",
          "com.lmax.disruptor",
          "com.fasterxml",
          "org.yaml",
          "org.reactivestreams");

  private Libraries() {}

  /**
   * Whether a function is one of a library's.
   *
   * @param function with dots only, {@code com.acme.shop.Checkout.pay}
   */
  static boolean have(String function) {
    for (int dot = function.indexOf('.'); dot > 0; dot = function.indexOf('.', dot + 1)) {
      if (PACKAGES.contains(function.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }
}
