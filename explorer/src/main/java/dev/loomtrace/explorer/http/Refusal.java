package dev.loomtrace.explorer.http;

import java.util.OptionalDouble;

/** A request is not answered. The message is one sentence, for whoever asked. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int WRONG_QUESTION = 400;
  private static final int NOT_FOUND = 404;
  private static final int NOT_YET = 409;
  private static final int BUSY = 409;
  private static final int FAILED = 500;

  private final int status;
  private final double progress;

  private Refusal(int status, String message, double progress) {
    super(message);
    this.status = status;
    this.progress = progress;
  }

  /** The question makes no sense. */
  public static Refusal wrong(String message) {
    return new Refusal(WRONG_QUESTION, message, Double.NaN);
  }

  /** What is asked about does not exist. */
  public static Refusal notFound(String message) {
    return new Refusal(NOT_FOUND, message, Double.NaN);
  }

  /**
   * The answer is not there yet.
   *
   * @param progress how far the work for it is, from 0 to 1
   */
  public static Refusal notYet(String message, double progress) {
    return new Refusal(NOT_YET, message, progress);
  }

  /** Someone else is being served, and this is no time to wait. */
  public static Refusal busy(String message) {
    return new Refusal(BUSY, message, Double.NaN);
  }

  /** The answer cannot be made, through no fault of the question. */
  public static Refusal failed(String message) {
    return new Refusal(FAILED, message, Double.NaN);
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** How far the work for the answer is, from 0 to 1, if there will be one. */
  public OptionalDouble progress() {
    return Double.isNaN(progress) ? OptionalDouble.empty() : OptionalDouble.of(progress);
  }
}
