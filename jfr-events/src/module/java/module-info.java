/** Annotations of an application in its JFR recordings, and a flight recorder. */
module dev.loomtrace {
  requires static jdk.jfr;

  exports dev.loomtrace;
}
