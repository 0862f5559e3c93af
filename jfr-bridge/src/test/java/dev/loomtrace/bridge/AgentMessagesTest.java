package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AgentMessagesTest {
  @Test
  void areOneLineThatSteersNoTerminal() {
    assertEquals(
        "unknown option 'a\\u001b[2J\\u000ab\\u202e\\u2028λ'",
        OneLine.visible("unknown option 'a\u001b[2J\nb\u202e\u2028λ'"));
  }
}
