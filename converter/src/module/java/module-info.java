/**
 * Reads JFR recordings and Go traces as one model of events, and writes either, and traces for
 * Perfetto.
 */
@SuppressWarnings("module") // The one that base is exported to is built after this one.
module dev.loomtrace.converter {
  requires dev.loomtrace;

  exports dev.loomtrace.convert;
  exports dev.loomtrace.gotrace;
  exports dev.loomtrace.jfr;
  exports dev.loomtrace.perfetto;
  exports dev.loomtrace.pprof;
  exports dev.loomtrace.trace;
  exports dev.loomtrace.base to
      dev.loomtrace.analysis;
}
