package dev.loomtrace.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OpenSetTest {
  private static final class Item extends OpenSet.Node<Object> {
    Item(Object handle, OpenSet set) {
      super(handle, set);
    }

    @Override
    void announce() {}
  }

  private final OpenSet set = new OpenSet();
  private final Object handle = new Object();

  private Set<OpenSet.Node<?>> contents() {
    Set<OpenSet.Node<?>> found = Collections.newSetFromMap(new IdentityHashMap<>());
    set.forEach(node -> assertTrue(found.add(node), "handed out twice"));
    return found;
  }

  private List<Item> add(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              Item item = new Item(handle, set);
              set.add(item, i);
              return item;
            })
        .toList();
  }

  @Test
  void hasWhatWasAddedAndNotRemoved() {
    List<Item> items = add(3);
    set.remove(items.get(1));
    set.remove(items.get(1));
    assertEquals(Set.of(items.get(0), items.get(2)), contents());
    set.add(items.get(1), 1);
    assertEquals(new HashSet<>(items), contents());
  }

  @Test
  void growsWithWhatIsOpenAndShrinksAfterwards() {
    int small = set.slots();
    List<Item> items = add(100_000);
    assertEquals(100_000, contents().size());
    assertTrue(set.slots() > 100_000);
    assertTrue(set.slots() < 1_000_000, "wasteful: " + set.slots());
    items.subList(10, items.size()).forEach(set::remove);
    for (int walks = 0; set.slots() > small; walks++) {
      assertTrue(walks < 100, "still " + set.slots() + " slots");
      assertEquals(new HashSet<>(items.subList(0, 10)), contents());
      List<Item> moved = new ArrayList<>(items.subList(0, 10)); // As tasks come and go.
      moved.forEach(set::remove);
      moved.forEach(item -> set.add(item, item.hashCode()));
    }
    assertEquals(new HashSet<>(items.subList(0, 10)), contents());
  }

  @Test
  void keepsItsSizeWhenThingsComeAndGo() {
    int small = set.slots();
    ArrayDeque<Item> open = new ArrayDeque<>();
    for (int i = 0; i < 1_000_000; i++) {
      Item item = new Item(handle, set);
      set.add(item, i);
      open.add(item);
      if (open.size() > 400) {
        set.remove(open.remove());
      }
    }
    assertTrue(set.slots() <= 4 * small, "grown to " + set.slots());
    assertEquals(new HashSet<>(open), contents());
  }

  @Test
  void forgetsWhatIsUnreachable() {
    Item kept = new Item(handle, set);
    set.add(kept, 1);
    set.add(new Item(new Object(), set), 2);
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return contents().size() == 1;
            });
    assertEquals(Set.of(kept), contents());
    assertSame(handle, kept.get());
  }

  @Test
  void neverLosesWhatIsOpenWhileManyThreadsComeAndGo() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<Set<Item>>> workers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int seed = t;
        workers.add(threads.submit(() -> comeAndGo(seed)));
      }
      Future<Integer> walker =
          threads.submit(
              () -> {
                int walks = 0;
                while (!done.get()) {
                  contents();
                  walks++;
                }
                return walks;
              });
      Set<OpenSet.Node<?>> left = new HashSet<>();
      for (Future<Set<Item>> worker : workers) {
        left.addAll(worker.get());
      }
      done.set(true);
      assertTrue(walker.get() > 0);
      assertEquals(left, contents());
    }
  }

  // In waves, so that the set grows and shrinks under the walker.
  private Set<Item> comeAndGo(int seed) {
    Random random = new Random(seed);
    List<Item> open = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      int wanted = (i / 30_000) % 2 == 0 ? 5_000 : 5;
      if (open.size() < wanted) {
        Item item = new Item(handle, set);
        set.add(item, seed + 4L * i);
        open.add(item);
      } else {
        Collections.swap(open, random.nextInt(open.size()), open.size() - 1);
        set.remove(open.removeLast());
      }
    }
    return new HashSet<>(open);
  }
}
