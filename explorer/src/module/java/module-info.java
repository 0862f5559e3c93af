/** A page for looking at traces, and the server that shows it to a browser on the same machine. */
module dev.loomtrace.explorer {
  requires dev.loomtrace.analysis;
  requires jdk.httpserver;

  exports dev.loomtrace.explorer;
}
