package dev.loomtrace.bridge.boot.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkMemberTest {
  @Test
  void theTableIsRightOfThisJdk() {
    assertEquals(List.of(), JdkTable.differences());
  }

  @Test
  void fieldsAndMethodsAreFoundAsDeclared() throws Exception {
    assertEquals("state", JdkMember.STATE.declaredField().getName());
    List<String> unopened = new ArrayList<>();
    for (JdkMember member : JdkMember.values()) {
      if (member.exists() && member.owner().startsWith("java.util.concurrent.")) {
        if (member.declaredField() != null && member.varHandle() == null) {
          unopened.add(member.name());
        }
      }
    }
    assertEquals(List.of(), unopened, "java.util.concurrent is opened to this test");
  }

  @SuppressWarnings("unused")
  private static final class Before {
    private int state;
  }

  @SuppressWarnings("unused")
  private static final class After {
    private int condition;
  }

  @Test
  void aRenamedMemberIsFoundByEitherName() throws Exception {
    JdkMember.Signature signature = JdkMember.Signature.field("int", "state").or("condition");
    assertTrue(signature.fits(Before.class.getDeclaredField("state")));
    assertTrue(signature.fits(After.class.getDeclaredField("condition")));
    assertFalse(
        JdkMember.Signature.field("int", "state").fits(After.class.getDeclaredField("condition")));
  }
}
