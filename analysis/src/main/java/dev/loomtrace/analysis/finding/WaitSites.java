package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.CodePlaces;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigin;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows the sites of waits. Those without a stack are ignored: long waits have one. */
final class WaitSites {
  // What comes later is ignored.
  private static final int MAX = 10_000;
  private static final int RECENT = 1024;

  private final FrameOrigins origins;
  private final CodePlaces places;
  private final Map<Key, WaitSite> sites = new HashMap<>();
  // By the hashes of cause and stack: what most waits find without a search.
  private final Recent[] recents = new Recent[RECENT];

  private record Key(WaitSite.Use use, WaitReason reason, String what, Optional<CodePlace> place) {}

  private record Recent(WaitCause cause, Stack stack, WaitSite site) {}

  WaitSites(FrameOrigins origins) {
    this.origins = origins;
    this.places = new CodePlaces(origins);
  }

  /** The place of a stack, if it has one. */
  Optional<CodePlace> place(Stack stack) {
    return places.of(stack);
  }

  /** The site of a wait; {@link WaitSite#IGNORED} if it says nothing. */
  @SuppressWarnings("ReferenceEquality") // The map knows of others that are equal.
  WaitSite of(WaitCause cause, Stack stack) {
    if (stack.isNone()) {
      return WaitSite.IGNORED;
    }
    int slot = (31 * stack.hashCode() + cause.hashCode()) & (RECENT - 1);
    Recent recent = recents[slot];
    if (recent == null || recent.cause != cause || recent.stack != stack) {
      recent = new Recent(cause, stack, find(cause, stack));
      recents[slot] = recent;
    }
    return recent.site;
  }

  private WaitSite find(WaitCause cause, Stack stack) {
    String pool = PoolMethods.pool(stack);
    if (pool.isEmpty() && places.isIdle(cause, stack)) {
      return WaitSite.IGNORED;
    }
    Optional<CodePlace> place = places.of(stack);
    WaitSite.Use use = use(cause.reason(), stack, place, pool);
    String what = use == WaitSite.Use.POOL && !pool.isEmpty() ? pool : cause.resource();
    Key key = new Key(use, cause.reason(), what, place);
    WaitSite known = sites.get(key);
    if (known != null || sites.size() >= MAX) {
      return known == null ? WaitSite.IGNORED : known;
    }
    WaitSite site = new WaitSite(use, cause.reason(), what, place);
    sites.put(key, site);
    return site;
  }

  private WaitSite.Use use(WaitReason reason, Stack stack, Optional<CodePlace> place, String pool) {
    if (!pool.isEmpty()) {
      return WaitSite.Use.POOL;
    }
    return switch (reason) {
      case LOCK, MONITOR -> WaitSite.Use.LOCK;
      case SYNCHRONIZER -> isMutex(stack) ? WaitSite.Use.LOCK : WaitSite.Use.OTHER;
      case SEMAPHORE -> WaitSite.Use.POOL;
      // Libraries wait for requests and keep connections open: only the application's own reads
      // are known to be for something.
      case SOCKET -> isOwn(place) && isRead(stack) ? WaitSite.Use.READ : WaitSite.Use.NONE;
      case LATCH,
          FUTURE,
          CONDITION,
          OBJECT_WAIT,
          PHASER,
          EXCHANGER,
          JOIN,
          SCOPE,
          QUEUE_PUT,
          PARKED,
          CHANNEL_SEND ->
          WaitSite.Use.OTHER;
      default -> WaitSite.Use.NONE;
    };
  }

  private boolean isOwn(Optional<CodePlace> place) {
    return place.isPresent() && origins.of(place.get().site()) == FrameOrigin.APPLICATION;
  }

  /** In Go a mutex is waited for as a wait group is. */
  private static boolean isMutex(Stack stack) {
    for (Frame frame : stack.frames()) {
      if (frame.function().contains("Mutex).")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRead(Stack stack) {
    for (Frame frame : stack.frames()) {
      String function = frame.function();
      String method = function.substring(function.lastIndexOf('.') + 1);
      if (FrameOrigins.DEFAULT.of(frame) == FrameOrigin.RUNTIME
          && (method.equals("read") || method.equals("implRead") || method.equals("Read"))) {
        return true;
      }
    }
    return false;
  }
}
