package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks an explorer, as whoever has its token. */
public final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final URI address;
  private final String token;

  /** Of an explorer, by the address that it tells. */
  public Client(String addressWithToken) {
    int query = addressWithToken.indexOf("?token=");
    address = URI.create(addressWithToken.substring(0, query));
    token = addressWithToken.substring(query + "?token=".length());
  }

  /** The address of the server, with a slash at its end. */
  public URI address() {
    return address;
  }

  /** The secret. */
  public String token() {
    return token;
  }

  /** Sends a request with these headers, each name followed by its value, and nothing else. */
  public HttpResponse<byte[]> raw(String path, String... headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Sends any request. */
  public static HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Gets a path with the token. */
  public HttpResponse<byte[]> get(String path) throws IOException {
    return raw(path, "Authorization", "Bearer " + token);
  }

  /** A path with parameters, each name followed by its value. */
  public static String path(String path, Object... parameters) {
    StringBuilder query = new StringBuilder(path);
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? '?' : '&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1].toString(), StandardCharsets.UTF_8));
    }
    return query.toString();
  }

  /** What a path says, as JSON, of the first file. */
  public Json ask(String question, Object... parameters) throws IOException {
    return json("/api/f/0/" + question, parameters);
  }

  /** What a path says, as JSON. */
  public Json json(String path, Object... parameters) throws IOException {
    HttpResponse<byte[]> response = get(path(path, parameters));
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertEquals(200, response.statusCode(), text);
    return Json.of(text);
  }

  /** Why a question has no answer; fails unless it has this status. */
  public String refusal(int status, String question, Object... parameters) throws IOException {
    HttpResponse<byte[]> response = get(path("/api/f/0/" + question, parameters));
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertEquals(status, response.statusCode(), text);
    return Json.of(text).text("error");
  }

  /**
   * A value of JSON.
   *
   * @param value a map, a list, a text, a number, a truth value or null
   */
  public record Json(Object value) {
    /** The value of a text. */
    public static Json of(String text) throws IOException {
      try (JsonParser parser = new JsonFactory().createParser(text)) {
        parser.nextToken();
        Json json = new Json(parse(parser));
        assertEquals(null, parser.nextToken(), "it is one value");
        return json;
      }
    }

    private static Object parse(JsonParser parser) throws IOException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> {
          Map<String, Object> members = new LinkedHashMap<>();
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            assertEquals(null, members.put(name, parse(parser)), name + " is there once");
          }
          yield members;
        }
        case START_ARRAY -> {
          List<Object> elements = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(parse(parser));
          }
          yield elements;
        }
        case VALUE_STRING -> parser.getText();
        case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
        case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> null;
      };
    }

    private Map<?, ?> members() {
      return (Map<?, ?>) value;
    }

    /** Whether it has a member. */
    public boolean has(String name) {
      return members().containsKey(name);
    }

    /** A member. */
    public Json get(String name) {
      if (!has(name)) {
        throw new AssertionError("no '" + name + "' in " + value);
      }
      return new Json(members().get(name));
    }

    /** A member that is a text. */
    public String text(String name) {
      return (String) get(name).value;
    }

    /** A member that is a whole number. */
    public long number(String name) {
      return get(name).number();
    }

    /** This whole number. */
    public long number() {
      return ((BigInteger) value).longValueExact();
    }

    /** A member that is true or false. */
    public boolean flag(String name) {
      return (Boolean) get(name).value;
    }

    /** The elements of a member that is a list. */
    public List<Json> list(String name) {
      return get(name).elements();
    }

    /** The elements of this list. */
    public List<Json> elements() {
      List<Json> list = new ArrayList<>();
      for (Object element : (List<?>) value) {
        list.add(new Json(element));
      }
      return list;
    }
  }
}
