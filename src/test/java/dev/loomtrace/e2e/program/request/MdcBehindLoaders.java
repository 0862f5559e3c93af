package dev.loomtrace.e2e.program.request;

import java.net.URL;
import java.net.URLClassLoader;
import org.slf4j.ILoggerFactory;
import org.slf4j.MDC;

/** Copies of SLF4J whose loaders see nothing of the agent, as in OSGi. */
public final class MdcBehindLoaders {
  private static final int COPIES = 3;

  private MdcBehindLoaders() {}

  private static final class Narrow extends URLClassLoader {
    Narrow(URL classes) {
      super(new URL[] {classes}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.loomtrace.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /**
   * No arguments.
   *
   * @throws Exception if a copy does not work
   */
  public static void main(String[] args) throws Exception {
    URL slf4j = ILoggerFactory.class.getProtectionDomain().getCodeSource().getLocation();
    int put = 0;
    for (int i = 0; i < COPIES; i++) {
      try (Narrow loader = new Narrow(slf4j)) {
        Class<?> mdc = loader.loadClass(MDC.class.getName());
        mdc.getMethod("put", String.class, String.class).invoke(null, "user", "u" + i);
        put++;
      }
    }
    System.out.println("put=" + put);
  }
}
