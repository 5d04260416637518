package io.livevisitors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of {@code event} and {@code batch}: UTF-8 alone, strict in syntax, as deep as the body is long and no
 * memory beyond that. Of a field that is sent twice the last counts, as in browsers. Stateless.
 */
final class BeaconParser {

    private static final String BODY = "body";
    private static final String EVENTS = "events";

    /** What some senders put before UTF-8 (RFC 8259, section 8.1, allows to pass over it). */
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** No body is longer, so nothing in one is: the bytes are the bound, and unknown fields are skipped unread. */
    private static final int MAX_BODY = 8 * 1024 * 1024;

    /** Characters of the longest number that any field has room for. */
    private static final int MAX_DIGITS = 20;

    /** Characters that every number of 64 bits has room for. */
    private static final int SAFE_DIGITS = 18;

    /** Without recycled buffers: what was read last would stay in them, as it came, for as long as the thread lives. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_BODY)
                    .maxNumberLength(MAX_BODY)
                    .maxNameLength(MAX_BODY)
                    .build())
            .build();

    private BeaconParser() {}

    /** One event. */
    static Beacon event(byte[] body) throws InvalidEventException {
        return read(body, parser -> object(parser, null)).toBeacon();
    }

    /** The events of a batch: its own fields hold for each event that does not say otherwise. */
    static List<Beacon> batch(byte[] body, int maxEvents) throws InvalidEventException {
        List<BeaconFields> events = new ArrayList<>();
        BeaconFields shared = read(body, parser -> object(parser, events));
        if (events.isEmpty()) {
            throw new InvalidEventException(EVENTS, "is missing or empty; send 1 to " + maxEvents + " events");
        }
        if (events.size() > maxEvents) {
            throw new InvalidEventException(EVENTS, "has " + events.size() + " events; send at most " + maxEvents);
        }
        List<Beacon> beacons = new ArrayList<>(events.size());
        for (BeaconFields event : events) {
            event.completeFrom(shared);
            Beacon beacon = event.toBeacon();
            beacons.add(beacon);
            requireSame("pixel_id", beacons.get(0).pixelId(), beacon.pixelId());
            requireSame("visitor_token", beacons.get(0).visitorToken(), beacon.visitorToken());
        }
        return beacons;
    }

    private static void requireSame(String field, @Nullable String first, @Nullable String other)
            throws InvalidEventException {
        if (!Objects.equals(first, other)) {
            throw new InvalidEventException(field, "differs within the batch; send the events of one visitor");
        }
    }

    private interface Reading {
        BeaconFields from(JsonParser parser) throws IOException, InvalidEventException;
    }

    private static BeaconFields read(byte[] body, Reading reading) throws InvalidEventException {
        int start = Arrays.equals(body, 0, Math.min(body.length, BOM.length), BOM, 0, BOM.length) ? BOM.length : 0;
        try (JsonParser parser = JSON.createParser(body, start, body.length - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidEventException(BODY, "is no JSON object");
            }
            BeaconFields fields = reading.from(parser);
            if (parser.nextToken() != null) {
                throw new InvalidEventException(BODY, "goes on after the JSON object");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new InvalidEventException(BODY, "is no valid JSON in UTF-8");
        } catch (IOException e) {
            // Malformed UTF-8 is reported as such by the parser's decoder.
            throw new InvalidEventException(BODY, "is no valid JSON in UTF-8");
        }
    }

    /** The fields of an object; the array {@code events}, if a list for them is given, goes into that. */
    private static BeaconFields object(JsonParser parser, @Nullable List<BeaconFields> events)
            throws IOException, InvalidEventException {
        BeaconFields fields = new BeaconFields();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (events != null && name.equals(EVENTS)) {
                readEvents(parser, token, events);
                continue;
            }
            BeaconFields.Name field = BeaconFields.Name.of(name);
            if (field == null) {
                parser.skipChildren();
                continue;
            }
            Object value = value(parser, token, field == BeaconFields.Name.CUSTOM_DATA);
            if (value != null) {
                fields.put(field, value);
            }
        }
        return fields;
    }

    private static void readEvents(JsonParser parser, JsonToken token, List<BeaconFields> events)
            throws IOException, InvalidEventException {
        if (token != JsonToken.START_ARRAY) {
            throw new InvalidEventException(EVENTS, "is no array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new InvalidEventException(EVENTS, "holds something that is no object");
            }
            events.add(object(parser, null));
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, boolean isCustomData) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case START_ARRAY -> {
                parser.skipChildren();
                yield BeaconFields.ARRAY;
            }
            case START_OBJECT -> {
                if (isCustomData) {
                    yield scalars(parser);
                }
                parser.skipChildren();
                yield Map.of();
            }
            default -> null;
        };
    }

    /** The scalar values of an object, in order; what is nested is dropped. */
    private static Map<String, Object> scalars(JsonParser parser) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Object value = value(parser, parser.nextToken(), false);
            if (value != null && !(value instanceof Map) && value != BeaconFields.ARRAY) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** A number beyond 64 bits is told as a number that is no integer: no field has room for it. */
    private static Object integer(JsonParser parser) throws IOException {
        if (parser.getTextLength() <= SAFE_DIGITS) {
            return parser.getLongValue();
        }
        if (parser.getTextLength() > MAX_DIGITS) {
            return parser.getDoubleValue();
        }
        BigInteger number = parser.getBigIntegerValue();
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : (Object) number.doubleValue();
    }
}
