package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

/** The tests run with the version of Spring Boot that they are meant to. */
class SpringBootTest {
  @Test
  void isTheOneThatTheBuildNames() {
    String named = System.getProperty("loomtrace.spring-boot");
    assertNotNull(named);
    assertEquals(named, SpringBootVersion.getVersion());
  }
}
