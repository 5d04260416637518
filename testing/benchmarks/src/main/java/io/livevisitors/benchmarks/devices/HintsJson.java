package io.livevisitors.benchmarks.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.livevisitors.device.DeviceHints;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of a request from a JSON object: {@code ua}, {@code headers}, and what the pixel sends under the
 * names it uses on the wire ({@code max_touch_points}, {@code screen_resolution}, {@code platform}, {@code webdriver}).
 * All of them may be missing or null; other fields and headers
 * are ignored.
 */
final class HintsJson {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final String USER_AGENT = "user-agent";
    private static final String BRANDS = "sec-ch-ua";
    private static final String MOBILE = "sec-ch-ua-mobile";
    private static final String PLATFORM = "sec-ch-ua-platform";
    private static final String MODEL = "sec-ch-ua-model";
    private static final String FORM_FACTORS = "sec-ch-ua-form-factors";
    private static final String REQUESTED_WITH = "x-requested-with";
    private static final Set<String> READ =
            Set.of(USER_AGENT, BRANDS, MOBILE, PLATFORM, MODEL, FORM_FACTORS, REQUESTED_WITH);

    private HintsJson() {}

    /** A text that is not of this form; the message names the field and what is wrong with it. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /** The hints that a JSON object holds. */
    static DeviceHints parse(String json) throws MalformedException {
        JsonNode object = object(json);
        Map<String, String> headers = headers(object.get("headers"));
        String userAgent = text(object.get("ua"), "ua");
        return new DeviceHints(
                userAgent == null ? headers.get(USER_AGENT) : userAgent,
                headers.get(BRANDS),
                headers.get(MOBILE),
                headers.get(PLATFORM),
                headers.get(MODEL),
                headers.get(FORM_FACTORS),
                headers.get(REQUESTED_WITH),
                wholeNumber(object, "max_touch_points"),
                text(object.get("screen_resolution"), "screen_resolution"),
                text(object.get("platform"), "platform"),
                truth(object, "webdriver"));
    }

    /** An object of any form. */
    static JsonNode object(String json) throws MalformedException {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedException("no JSON object: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new MalformedException("no JSON object: " + shown(node));
        }
        return node;
    }

    /**
     * The headers that are read, by their names in lower case, with hyphens, and without the {@code HTTP_} of CGI (RFC 3875, section
     * 4.1.18).
     */
    private static Map<String, String> headers(@Nullable JsonNode node) throws MalformedException {
        Map<String, String> headers = new HashMap<>();
        if (node == null || node.isNull()) {
            return headers;
        }
        if (!node.isObject()) {
            throw new MalformedException("headers is " + shown(node) + ", not an object");
        }
        for (Map.Entry<String, JsonNode> header : node.properties()) {
            String name = header.getKey().toLowerCase(Locale.ROOT).replace('_', '-');
            name = name.startsWith("http-") ? name.substring("http-".length()) : name;
            String value = READ.contains(name) ? text(header.getValue(), "header " + header.getKey()) : null;
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private static @Nullable String text(@Nullable JsonNode value, String name) throws MalformedException {
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new MalformedException(name + " is " + shown(value) + ", not a string or null");
        }
        return value.textValue();
    }

    private static @Nullable Integer wholeNumber(JsonNode object, String field) throws MalformedException {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new MalformedException(field + " is " + shown(value) + ", not a whole number or null");
        }
        return value.intValue();
    }

    private static boolean truth(JsonNode object, String field) throws MalformedException {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new MalformedException(field + " is " + shown(value) + ", not true, false or null");
        }
        return value.booleanValue();
    }

    /** A value for people: its beginning. */
    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
