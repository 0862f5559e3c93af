package dev.loomtrace.tool;

import dev.loomtrace.report.Visible;
import java.io.Closeable;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how much of a file has been read, in one line that vanishes at the end. */
final class ProgressLine implements Closeable {
  private static final int NAME = 30;
  private static final int UPDATE_MILLIS = 200;
  private static final long BYTES_PER_UNIT = 1_000_000;

  private final Line line;
  private final ProgressBar bar;

  /**
   * At the start of a file.
   *
   * @param size in bytes, or {@link Progress#UNKNOWN}
   */
  ProgressLine(String name, long size, Console console) {
    line = new Line(console);
    bar =
        new ProgressBarBuilder()
            .setTaskName(Visible.shorten(Visible.line(name), NAME))
            .setInitialMax(size)
            .setUnit(" MB", BYTES_PER_UNIT)
            .showSpeed()
            .setSpeedUnit(ChronoUnit.SECONDS)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setConsumer(line)
            .build();
  }

  /** The bar's place on the terminal: one line, overwritten. */
  private static final class Line implements ProgressBarConsumer {
    // Every terminal has this many columns; to ask for more would take native code.
    private static final int WIDTH = 79;

    private final Console console;
    private boolean gone;

    private Line(Console console) {
      this.console = console;
    }

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public synchronized void accept(String rendered) {
      // The bar's own thread may come late.
      if (!gone) {
        console.overwrite(rendered);
      }
    }

    @Override
    public synchronized void close() {
      if (!gone) {
        gone = true;
        console.erase(WIDTH);
      }
    }
  }

  /** So many bytes more were read. */
  void stepBy(long bytes) {
    bar.stepBy(bytes);
  }

  /** All bytes up to here were read. */
  void stepTo(long position) {
    bar.stepTo(position);
  }

  @Override
  public void close() {
    bar.close();
    line.close(); // The bar's own thread does it, but perhaps not yet.
  }
}
