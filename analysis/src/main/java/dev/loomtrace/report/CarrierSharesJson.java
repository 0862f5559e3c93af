package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.Optional;

/** Who had the carriers while a unit of work waited for one, as JSON. */
final class CarrierSharesJson {
  private CarrierSharesJson() {}

  /**
   * Writes it as a member of the object that is being written; nothing if it was not looked for.
   */
  static void member(JsonGenerator json, Optional<CarrierShares> found) throws IOException {
    if (found.isEmpty()) {
      return;
    }
    CarrierShares carriers = found.get();
    json.writeObjectFieldStart("carriersMeanwhile");
    json.writeNumberField("waitedNanos", carriers.waited());
    json.writeNumberField("processorNanos", carriers.processor());
    json.writeNumberField("unknownNanos", carriers.unknown());
    json.writeNumberField("oneIdleNanos", carriers.free());
    json.writeNumberField("carriers", carriers.carriers());
    json.writeNumberField("carrierNanos", carriers.all());
    json.writeArrayFieldStart("groups");
    for (CarrierShares.Share share : carriers.shares()) {
      share(json, share);
    }
    json.writeEndArray();
    json.writeNumberField("otherGroups", carriers.otherGroups());
    json.writeNumberField("othersNanos", carriers.others());
    json.writeNumberField("idleNanos", carriers.idle());
    json.writeEndObject();
  }

  private static void share(JsonGenerator json, CarrierShares.Share share) throws IOException {
    json.writeStartObject();
    json.writeStringField("group", share.group());
    json.writeNumberField("thread", share.thread());
    json.writeStringField("kind", Json.name(share.kind()));
    json.writeBooleanField("several", share.several());
    json.writeNumberField("totalNanos", share.nanos());
    json.writeArrayFieldStart("places");
    for (CarrierShares.Place place : share.places()) {
      json.writeStartObject();
      if (place.place().isPresent()) {
        Json.place(json, place.place().get(), Stack.NONE);
      }
      json.writeStringField("placeFrom", Json.name(place.source()));
      json.writeNumberField("totalNanos", place.nanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
