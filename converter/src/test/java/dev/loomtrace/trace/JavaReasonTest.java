package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaReasonTest {
  @ParameterizedTest
  @CsvSource({
    "sync,                  lock,                                   lock",
    "sync,                  monitor shop.Till,                      monitor",
    "sync,                  join,                                   join",
    "sync.(*Cond).Wait,     condition shop.Queue,                   condition",
    "sync.(*Cond).Wait,     Object.wait,                            Object.wait",
    "chan receive,          queue take java.util.SynchronousQueue,  queue take",
    "system goroutine wait, socket,                                 system",
    "'',                    locks.Shelf,                            ''",
    "chan receive,          '',                                     chan receive",
    "system goroutine wait, '',                                     system goroutine wait",
    "'',                    '',                                     ''",
  })
  void isJavasWordWhereThereIsOne(String reason, String detail, String words) {
    assertEquals(words, JavaReason.of(reason, detail));
  }
}
