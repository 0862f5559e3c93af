package dev.loomtrace.gotrace.v1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The traces before Go 1.22 that the machine's Go distribution has, for tests of other rooms. */
public final class V1Traces {
  private V1Traces() {}

  /** Their files. */
  public static List<Path> files() throws IOException {
    return V1TestdataTest.files();
  }
}
