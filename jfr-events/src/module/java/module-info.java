/** Annotations of an application in its JFR recordings, and a flight recorder. */
@SuppressWarnings("module") // The converter is compiled later.
module dev.loomtrace {
  requires static jdk.jfr;
  requires static java.management;

  exports dev.loomtrace;
  exports dev.loomtrace.event;
  exports dev.loomtrace.jmx;
  exports dev.loomtrace.internal to
      dev.loomtrace.converter;
}
