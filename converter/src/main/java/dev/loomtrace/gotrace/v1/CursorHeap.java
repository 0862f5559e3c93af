package dev.loomtrace.gotrace.v1;

import java.util.Arrays;

/** Cursors by the time of the event they stand on: a binary heap, the least at its root. */
final class CursorHeap {
  // How equal times come out follows from the heap's layout, and Go's reader prints that order. So
  // its steps are taken as they are there, where others would be shorter: removal swaps root and
  // last, and moves down along the left child when both are equal.
  private EventCursor[] heap = new EventCursor[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(EventCursor cursor) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) / 2;
      if (cursor.time() >= heap[parent].time()) {
        break;
      }
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = cursor;
  }

  EventCursor removeLeast() {
    EventCursor least = heap[0];
    EventCursor moved = heap[--size];
    heap[size] = null;
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && heap[child + 1].time() < heap[child].time()) {
        child++;
      }
      if (heap[child].time() >= moved.time()) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    if (size > 0) {
      heap[i] = moved;
    }
    return least;
  }
}
