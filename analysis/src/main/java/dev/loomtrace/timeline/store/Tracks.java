package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.StoreFormat.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All tracks of threads, or all of procs, in the order of their ids; lives of one id in time. */
public final class Tracks {
  private final StoreFile file;
  private final Dictionary dictionary;
  private final Section section;
  private final int size;

  Tracks(StoreFile file, Dictionary dictionary, Section section) {
    this.file = file;
    this.dictionary = dictionary;
    this.section = section;
    size = (int) (file.size(section) / StoreFormat.ENTRY_SIZE);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /**
   * One of them.
   *
   * @param i from 0 on
   * @throws IndexOutOfBoundsException if there is none
   */
  public Track get(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("found index " + i + ", expected less than " + size);
    }
    return new Track(file, dictionary, section == Section.PROCS, entry(i));
  }

  private long entry(int i) {
    return file.position(section) + (long) i * StoreFormat.ENTRY_SIZE;
  }

  /** The tracks of an id; more than one if a thread's id was used again. */
  public List<Track> of(long id) {
    List<Track> tracks = new ArrayList<>();
    for (int i = first(id); i < size && id(i) == id; i++) {
      tracks.add(get(i));
    }
    return tracks;
  }

  /** The track of an id that has begun and not ended at a time. */
  public Optional<Track> at(long id, long time) {
    for (int i = first(id); i < size && id(i) == id; i++) {
      if (file.getLong(entry(i) + StoreFormat.TRACK_END) > time) {
        return file.getLong(entry(i) + StoreFormat.TRACK_BEGIN) <= time
            ? Optional.of(get(i))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The last track of an id that had begun before a time, whether it had ended then or not. */
  public Optional<Track> latest(long id, long time) {
    int found = time == Long.MIN_VALUE ? -1 : numberAt(id, time - 1);
    return found < 0 ? Optional.empty() : Optional.of(get(found));
  }

  /**
   * Number of the track of an id that had begun at a time and was the last one to do so, whether it
   * had ended then or not; negative if none had.
   */
  public int numberAt(long id, long time) {
    int found = -1;
    for (int i = first(id); i < size && id(i) == id; i++) {
      if (file.getLong(entry(i) + StoreFormat.TRACK_BEGIN) <= time) {
        found = i;
      }
    }
    return found;
  }

  private long id(int i) {
    return file.getLong(entry(i));
  }

  private int first(long id) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (id(middle) < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
