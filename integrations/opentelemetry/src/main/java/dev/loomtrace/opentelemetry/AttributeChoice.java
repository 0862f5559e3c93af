package dev.loomtrace.opentelemetry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which attributes of spans are recorded, by their keys. */
final class AttributeChoice {
  /**
   * What classifies an operation: route, status, peer and system. No addresses with queries, no
   * statements, no users, no headers. Of the older conventions too, which many libraries follow.
   */
  private static final String DEFAULT =
      "http.request.method,http.response.status_code,http.route,"
          + "http.method,http.status_code,"
          + "server.address,server.port,peer.service,net.peer.name,"
          + "db.system,db.system.name,db.operation,db.operation.name,db.collection.name,"
          + "rpc.system,rpc.system.name,rpc.service,rpc.method,rpc.grpc.status_code,"
          + "rpc.response.status_code,"
          + "messaging.system,messaging.operation.name,messaging.operation.type,"
          + "messaging.destination.name,error.type";

  private final Set<String> keys; // Not one of Set.of, whose look-ups divide.
  private final List<String> prefixes;

  private AttributeChoice(Set<String> keys, List<String> prefixes) {
    this.keys = keys;
    this.prefixes = prefixes;
  }

  /**
   * As an option says it.
   *
   * @param option keys between commas, each of which may end with {@code *}, which stands for
   *     anything; {@code default} stands for those that are recorded without the option, and {@code
   *     none} for no key; null: the default
   */
  static AttributeChoice of(String option) {
    Set<String> keys = new HashSet<>();
    List<String> prefixes = new ArrayList<>();
    add(option == null ? DEFAULT : option, keys, prefixes);
    return new AttributeChoice(keys, prefixes);
  }

  private static void add(String option, Set<String> keys, List<String> prefixes) {
    int begin = 0;
    while (begin <= option.length()) {
      int comma = option.indexOf(',', begin);
      int end = comma < 0 ? option.length() : comma;
      String key = option.substring(begin, end).strip();
      switch (key.toLowerCase(Locale.ROOT)) {
        case "", "none" -> {}
        case "default" -> add(DEFAULT, keys, prefixes);
        default -> {
          if (key.endsWith("*")) {
            prefixes.add(key.substring(0, key.length() - 1));
          } else {
            keys.add(key);
          }
        }
      }
      begin = end + 1;
    }
  }

  /** Whether attributes of this key are recorded. */
  boolean includes(String key) {
    if (keys.contains(key)) {
      return true;
    }
    for (String prefix : prefixes) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
