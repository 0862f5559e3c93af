package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The frames of profiles that are known. */
final class FlameTreeTest {
  private static String words(FlameTree tree) {
    StringBuilder words = new StringBuilder();
    for (FlameTree.Node node : tree.nodes()) {
      words.append(words.isEmpty() ? "" : ", ");
      words.append(tree.names().get(node.name())).append(' ').append(node.value());
      words.append(node.callees() == 0 ? "" : " of " + node.callees());
    }
    return words.toString();
  }

  @Test
  void eachFrameIsBelowTheOneThatCalledIt() {
    FlameTree tree = new FlameTree();
    tree.add(List.of("main", "read", "[socket]"), 30);
    tree.add(List.of("run", "main"), 4);
    tree.add(List.of("main", "lock", "[lock]"), 50);
    tree.add(List.of("main"), 5);
    tree.add(List.of("main", "read", "[socket]"), 7);
    tree.add(List.of(), 2);
    tree.build();
    assertEquals(
        "all 98 of 2, main 92 of 2, lock 50 of 1, [lock] 50, read 37 of 1, [socket] 37,"
            + " run 4 of 1, main 4",
        words(tree));
    assertEquals(98, tree.total());
    assertEquals(0, tree.leftOut());
    assertEquals(new FlameTree.Frame("main", 96, 9), tree.frames().getFirst());
  }

  /** A name that calls itself has the time once. */
  @Test
  void recursionCountsOnce() {
    FlameTree tree = new FlameTree();
    tree.add(List.of("f", "g", "f", "f"), 10);
    tree.build();
    assertEquals("all 10 of 1, f 10 of 1, g 10 of 1, f 10 of 1, f 10", words(tree));
    assertEquals(
        List.of(new FlameTree.Frame("f", 10, 10), new FlameTree.Frame("g", 10, 0)), tree.frames());
  }

  @Test
  void saysWhatItLeavesOut() {
    FlameTree tree = new FlameTree();
    tree.add(List.of("long"), 1_000_000);
    tree.add(List.of("long", "short", "shorter"), 9);
    tree.add(List.of("short"), 3);
    tree.build();
    assertEquals("all 1000012 of 1, long 1000009", words(tree));
    assertEquals(12, tree.leftOut());
    assertEquals(11, tree.least());
  }

  /** However many stacks there are, the page stays of a size that browsers take. */
  @Test
  void isBounded() {
    FlameTree tree = new FlameTree();
    for (int i = 0; i < 90_000; i++) {
      tree.add(List.of("a" + i, "b", "c"), i < 10 ? 1000 : 1);
    }
    tree.build();
    assertTrue(tree.nodes().size() < 200_000, () -> "" + tree.nodes().size());
    assertEquals(tree.total(), tree.nodes().getFirst().value());
    assertEquals(10, tree.nodes().getFirst().callees());
    assertEquals(90_000 - 10, tree.leftOut());
  }

  @Test
  void takesDeepStacks() {
    FlameTree tree = new FlameTree();
    tree.add(Collections.nCopies(150_000, "f"), 10);
    tree.build();
    assertEquals(150_001, tree.nodes().size());
    assertEquals(new FlameTree.Frame("f", 10, 10), tree.frames().getFirst());
  }

  @Test
  void ofNothing() {
    FlameTree tree = new FlameTree();
    tree.build();
    assertEquals("all 0", words(tree));
    assertEquals(List.of(), tree.frames());
  }

  @Test
  void namesTheCallerOfEachFrame() throws IOException {
    FlameTree tree = new FlameTree();
    tree.add(List.of("main", "read", "[socket]"), 30);
    tree.add(List.of("run", "main"), 4);
    tree.add(List.of("main", "lock", "[lock]"), 50);
    tree.add(List.of("main"), 5);
    tree.build();
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      tree.json(json);
      json.writeEndObject();
    }
    assertEquals(
        "{\"frames\":[\"all\",\"main\",\"lock\",\"[lock]\",\"read\",\"[socket]\",\"run\"],"
            + "\"nodes\":[[-1,0,89,0],[0,1,85,5],[1,2,50,0],[2,3,50,50],[1,4,30,0],[4,5,30,30],"
            + "[0,6,4,0],[6,1,4,4]]}",
        out.toString());
  }
}
