package dev.loomtrace.report;

import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Who had the carriers while a unit of work waited for one, for people. */
final class CarrierSharesText {
  private static final int SHARES = 5;
  // A smaller part than this, of what all carriers could do, is among the others.
  private static final int SMALL = 100;
  // Of the part at the place where they were longest.
  private static final int SMALL_PLACE = 10;

  private final Text out;
  private final CarrierShares carriers;

  private CarrierSharesText(Text out, CarrierShares carriers) {
    this.out = out;
    this.carriers = carriers;
  }

  /** Prints it after an empty line; nothing if it was not looked for. */
  static void print(Text out, Optional<CarrierShares> carriers) throws IOException {
    if (carriers.isPresent()) {
      new CarrierSharesText(out, carriers.get()).print();
    }
  }

  private void print() throws IOException {
    out.line();
    if (carriers.all() == 0) {
      out.line("who had the carriers or processors while it waited for one is not known");
    } else {
      known();
    }
    if (carriers.processor() > 0) {
      out.line(
          "  for "
              + Quantities.duration(carriers.processor())
              + " a thread without a carrier waited for a processor of the machine: who had these"
              + " is not recorded");
    }
    if (carriers.unknown() > 0 && carriers.all() > 0) {
      out.line("  not known: for " + Quantities.duration(carriers.unknown()) + " of the wait");
    }
  }

  private void known() throws IOException {
    out.line(
        carriers.carriers() == 1
            ? "who had the only carrier or processor while it waited for it"
            : "who had the "
                + Quantities.count(carriers.carriers())
                + " carriers or processors while it waited for one");
    List<CarrierShares.Share> shares = carriers.shares();
    long rest = carriers.all() - carriers.idle();
    int told = 0;
    for (CarrierShares.Share share : shares) {
      if (told == SHARES || (told > 0 && share.nanos() < carriers.all() / SMALL)) {
        break;
      }
      told++;
      rest -= share.nanos();
      share(share);
    }
    if (rest > 0) {
      long others = shares.size() - told + carriers.otherGroups();
      line(rest, "threads of " + Quantities.count(others, "other group"));
    }
    if (carriers.idle() > 0) {
      line(carriers.idle(), "idle");
      if (carriers.idle() >= carriers.all() / SMALL) {
        out.line(
            "    for "
                + Quantities.duration(carriers.free())
                + " of the wait one was free, and did not come to it sooner: that is up to the"
                + " operating system or the run time, not to other threads");
      }
    }
  }

  private void line(long nanos, String who) throws IOException {
    out.line(
        "  "
            + Quantities.duration(nanos)
            + "  "
            + Quantities.percent(nanos, carriers.all())
            + "  "
            + who);
  }

  private void share(CarrierShares.Share share) throws IOException {
    Optional<ThreadKind> kind = Optional.of(share.kind());
    String threads =
        share.several()
            ? "several " + ThreadWords.several(kind)
            : ThreadWords.one(kind, share.thread());
    line(
        share.nanos(),
        threads
            + " ("
            + (share.group().isEmpty() ? "not known" : Visible.name(share.group()))
            + ")");
    for (CarrierShares.Place place : share.places()) {
      if (place.nanos() < share.places().getFirst().nanos() / SMALL_PLACE) {
        break;
      }
      if (place.place().isPresent()) {
        PlaceText.print(out.prefixed("    "), place.place().get());
      }
      out.line(
          "    "
              + PlaceText.source(place.source())
              + (place.nanos() < share.nanos()
                  ? ": " + Quantities.duration(place.nanos()) + " of it"
                  : ""));
    }
  }
}
