package shop;

import org.springframework.boot.SpringApplication;

/** Starts the shop two times, one after the other. */
public final class Twice {
  private Twice() {}

  /** Arguments: properties. */
  public static void main(String[] args) {
    for (int i = 0; i < 2; i++) {
      SpringApplication.run(Shop.class, args).close();
    }
  }
}
