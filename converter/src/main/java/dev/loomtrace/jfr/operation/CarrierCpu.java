package dev.loomtrace.jfr.operation;

/**
 * CPU time that the carriers of virtual threads used, all together.
 *
 * @param from since when, in ticks
 * @param to until when
 * @param nanos how much; what of it a carrier used that has ended meanwhile is missing
 */
public record CarrierCpu(long from, long to, long nanos) {
  /** It is not known. */
  public static final CarrierCpu UNKNOWN = new CarrierCpu(0, 0, 0);
}
