package dev.loomtrace.tool;

import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Settings;
import dev.loomtrace.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.jfr.Recording;

/** Names of things that do harm where they are printed raw. */
final class HostileNames {
  /** What follows a line break in them. */
  static final String INJECTED = "loomtrace: all is well";

  private static final String[] PARTS = {
    "\u001b[2J",
    "\u001b]0;title\u0007",
    "\u009b31m",
    "\u0090q\u009c",
    "\u007f",
    "\b\b",
    "\r",
    "\n" + INJECTED,
    "\u0085" + INJECTED,
    "\u2028" + INJECTED,
    "\u2029" + INJECTED,
    "\t",
    "\u0000",
    "\u202egpj.",
    "\u2066\u2069",
    "\u061c",
    "\u200e\u200f",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u115f",
    "\ufe0f",
    "\u034f",
    "\ud800",
    "\udfff",
    "\udbff\udffe",
    "\udb40\udc41",
    "\ufffd",
    "a\u0301",
    "e" + "\u0336".repeat(40),
    "\u0301",
    "漢字",
    "한글",
    "😀",
    "name",
    " ",
    "λ",
    "@|red x|@",
    "%s%n",
    "${env:HOME}",
  };
  private static final int MAX_PARTS = 6;
  private static final int LONG = 2_000;

  private HostileNames() {}

  /** Each harmful part by itself, longer names of several of them, and very long ones. */
  static List<String> all(Random random) {
    List<String> names = new ArrayList<>(List.of(PARTS));
    for (int i = 0; i < PARTS.length; i++) {
      names.add(random(random, 1 + random.nextInt(MAX_PARTS)));
    }
    names.add("x".repeat(LONG));
    names.add("漢".repeat(LONG));
    names.add("a" + "\u0301".repeat(LONG));
    names.add(random(random, LONG));
    return names;
  }

  private static String random(Random random, int parts) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      name.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return name.toString();
  }

  /** Records tasks, regions, log messages and threads of these names. */
  static Path record(Path file, List<String> names) throws IOException, InterruptedException {
    try (Recording recording = new Recording()) {
      recording.setSettings(Settings.full().values());
      recording.start();
      for (String name : names) {
        Thread thread =
            new Thread(
                () -> Task.run(name, () -> Region.run(name, () -> Log.log(name, name))), name);
        thread.start();
        thread.join();
      }
      recording.stop();
      recording.dump(file);
    }
    return file;
  }
}
