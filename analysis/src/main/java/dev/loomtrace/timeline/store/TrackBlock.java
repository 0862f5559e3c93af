package dev.loomtrace.timeline.store;

/** A block of a track, decoded as far as times and states go. For one thread at a time. */
final class TrackBlock {
  private final StoreFile file;
  private final ByteCursor in = new ByteCursor();
  private final long[] begins = new long[StoreFormat.BLOCK_SPANS + 1];
  private byte[] bytes = new byte[1024];
  private Track track;
  private int number;
  private int size;

  TrackBlock(StoreFile file) {
    this.file = file;
  }

  void load(Track newTrack, int newNumber) {
    if (track == newTrack && number == newNumber) {
      return;
    }
    track = null;
    long place = newTrack.block(newNumber);
    int length = (int) place & 0xffff;
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    file.get(place >>> Short.SIZE, bytes, length);
    size = bytes[0];
    in.reset(bytes, 1 + size);
    long time = newTrack.blockBegin(newNumber);
    for (int i = 0; i < size; i++) {
      begins[i] = time;
      time += in.number();
    }
    begins[size] = time;
    track = newTrack;
    number = newNumber;
  }

  Track track() {
    return track;
  }

  int number() {
    return number;
  }

  int size() {
    return size;
  }

  long begin(int i) {
    return begins[i];
  }

  long end(int i) {
    return begins[i + 1];
  }

  int head(int i) {
    return bytes[1 + i];
  }

  int state(int i) {
    return bytes[1 + i] & StoreFormat.STATE_MASK;
  }

  /** At what follows of the first span. */
  void details(ByteCursor cursor) {
    cursor.reset(bytes, in.position());
  }
}
