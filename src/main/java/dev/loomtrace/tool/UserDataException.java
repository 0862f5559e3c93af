package dev.loomtrace.tool;

import java.io.IOException;

/** Something outside the program is not as it must be. The message is all that users see. */
final class UserDataException extends IOException {
  private static final long serialVersionUID = 1L;

  UserDataException(String message) {
    super(message);
  }

  UserDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
