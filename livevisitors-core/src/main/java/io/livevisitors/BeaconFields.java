package io.livevisitors;

import io.livevisitors.presence.EventType;
import io.livevisitors.presence.Visit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event as they stood in the JSON, and the rules that turn them into a {@link Beacon}. Values are
 * {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link Map} for an object and {@link #ARRAY} for an
 * array; a JSON null is as if the field were not there.
 */
final class BeaconFields {

    /** Stands for an array, of which no field takes any. */
    static final Object ARRAY = new Object();

    static final int MAX_CUSTOM_VALUES = 16;

    /** The fields that are read; all others are ignored. */
    static final Set<String> NAMES = Set.of(
            "pixel_id",
            "user_id",
            "event_type",
            "page_url",
            "page_title",
            "referrer",
            "visitor_token",
            "session_id",
            "tab_id",
            "seq",
            "hidden",
            "screen_resolution",
            "max_touch_points",
            "platform",
            "webdriver",
            "language",
            "timezone",
            "time_on_page",
            "scroll_depth",
            "custom_data",
            "client_ip");

    static final int MAX_URL = 2_048;
    private static final int MAX_TITLE = 255;
    private static final int MAX_ID = 64;
    private static final int MAX_KEY = 64;
    /** A day: nobody looks at one page for longer. */
    private static final int MAX_SECONDS = 86_400;

    private static final int MAX_ADDRESS = 45;
    private static final int MAX_CUSTOM_TEXT = 255;
    private static final int MAX_EVENT_TYPE = 50;
    private static final char DOTTED_CAPITAL_I = '\u0130';

    private final Map<String, Object> values;

    BeaconFields(Map<String, Object> values) {
        this.values = values;
    }

    /** These fields, and those of the whole batch where these say nothing. */
    BeaconFields within(BeaconFields shared) {
        Map<String, Object> merged = new HashMap<>(shared.values);
        merged.putAll(values);
        return new BeaconFields(merged);
    }

    Beacon toBeacon() throws InvalidEventException {
        String pixelId = pixelId();
        String typeName = required("event_type", text("event_type"));
        if (!AsciiNames.isName(typeName, "_.:-", MAX_EVENT_TYPE)) {
            throw new InvalidEventException("event_type", "use 1 to 50 of A-Z, a-z, 0-9 and '_.:-'");
        }
        EventType type = EventType.of(typeName);
        return new Beacon(
                pixelId,
                type,
                type == EventType.CUSTOM ? typeName : null,
                pageUrl(type),
                cut(text("page_title"), MAX_TITLE),
                emptyIsNull(bounded("referrer", MAX_URL)),
                emptyIsNull(firstOf(bounded("visitor_token", MAX_ID), bounded("session_id", MAX_ID))),
                emptyIsNull(bounded("tab_id", MAX_ID)),
                whole("seq", 0, Long.MAX_VALUE),
                truth("hidden"),
                screen(),
                touchPoints(),
                emptyIsNull(bounded("platform", 40)),
                Boolean.TRUE.equals(truth("webdriver")),
                emptyIsNull(bounded("language", 35)),
                emptyIsNull(bounded("timezone", 100)),
                (int) Math.min(whole("time_on_page", 0, Integer.MAX_VALUE), MAX_SECONDS),
                (int) whole("scroll_depth", 0, 100),
                customData(),
                clientIp());
    }

    // ---------------------------------------------------------------- fields with rules of their own

    private String pixelId() throws InvalidEventException {
        String name = values.containsKey("pixel_id") ? "pixel_id" : "user_id";
        Object value = values.get(name);
        if (value == null) {
            throw new InvalidEventException("pixel_id", "is missing; send the ID of your pixel");
        }
        if (!(value instanceof String) && !(value instanceof Long)) {
            throw new InvalidEventException("pixel_id", "is " + kind(value) + "; send a string or an integer");
        }
        String id = value.toString();
        if (!Pixel.isPlainId(id)) {
            throw new InvalidEventException("pixel_id", "use 1 to 64 of A-Z, a-z, 0-9, '_' and '-'");
        }
        return id;
    }

    private @Nullable String pageUrl(EventType type) throws InvalidEventException {
        String url = emptyIsNull(bounded("page_url", MAX_URL));
        if (url == null) {
            if (type == EventType.OPT_OUT) {
                return null;
            }
            throw new InvalidEventException("page_url", "is missing; send the page's absolute http or https URL");
        }
        if (!isWebUrl(url)) {
            throw new InvalidEventException("page_url", "is no absolute http or https URL");
        }
        return url;
    }

    /** Scheme http or https and a host; what follows is not looked at, since browsers and servers write many things. */
    static boolean isWebUrl(String url) {
        String text = url.strip();
        int start = isSchemeOf(text, "https://") ? 8 : isSchemeOf(text, "http://") ? 7 : -1;
        if (start < 0) {
            return false;
        }
        int end = start;
        for (int i = start; i < text.length() && "/?#".indexOf(text.charAt(i)) < 0; i++) {
            end = i + 1;
            start = text.charAt(i) == '@' ? end : start;
        }
        return end > start && text.charAt(start) != ':' && isHost(text, start, end);
    }

    /** Whether a URL begins so, its letters in any case. Of ASCII alone: in Unicode more letters have an S as capital. */
    private static boolean isSchemeOf(String url, String scheme) {
        if (url.length() < scheme.length()) {
            return false;
        }
        for (int i = 0; i < scheme.length(); i++) {
            char c = url.charAt(i);
            boolean isCapital = c >= 'A' && c <= 'Z';
            if ((isCapital ? c - 'A' + 'a' : c) != scheme.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The dotted capital I is none, since its lower case is two characters, of which one is no letter. */
    private static boolean isHost(String url, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = url.charAt(i);
            boolean isLetterOrDigit = Character.isLetterOrDigit(c) && c != DOTTED_CAPITAL_I;
            if (!isLetterOrDigit && ".-_:[]".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is {@code WxH}, both of digits. */
    private static boolean isScreen(String text) {
        int x = text.indexOf('x');
        for (int i = 0; i < text.length(); i++) {
            if (i != x && !AsciiNames.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return x > 0 && x < text.length() - 1;
    }

    private @Nullable String screen() throws InvalidEventException {
        String screen = emptyIsNull(bounded("screen_resolution", 20));
        if (screen != null && !isScreen(screen)) {
            throw new InvalidEventException("screen_resolution", "use WxH in pixels, such as 1440x900");
        }
        return screen;
    }

    private @Nullable Integer touchPoints() throws InvalidEventException {
        long points = whole("max_touch_points", 0, 256);
        return points == Visit.NONE ? null : (int) points;
    }

    /** Read only from a trusted proxy: what others send here is no field at all, so it breaks no rule. */
    private @Nullable String clientIp() {
        return values.get("client_ip") instanceof String text && text.length() <= MAX_ADDRESS ? text : null;
    }

    private Map<String, Object> customData() throws InvalidEventException {
        Object value = values.get("custom_data");
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new InvalidEventException("custom_data", "is " + kind(value) + "; send an object");
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Object scalar = entry.getValue();
            if (kept.size() == MAX_CUSTOM_VALUES) {
                break;
            }
            if (key.length() <= MAX_KEY && isScalar(scalar)) {
                kept.put(
                        key,
                        scalar instanceof String text
                                ? text.substring(0, Math.min(text.length(), MAX_CUSTOM_TEXT))
                                : scalar);
            }
        }
        return kept;
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String
                || value instanceof Long
                || (value instanceof Double number && Double.isFinite(number))
                || value instanceof Boolean;
    }

    // ---------------------------------------------------------------- kinds of fields

    private @Nullable String text(String field) throws InvalidEventException {
        Object value = values.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new InvalidEventException(field, "is " + kind(value) + "; send a string");
    }

    private @Nullable String bounded(String field, int max) throws InvalidEventException {
        String text = text(field);
        if (text != null && text.length() > max) {
            throw new InvalidEventException(field, "has " + text.length() + " characters; send at most " + max);
        }
        return text;
    }

    private long whole(String field, long min, long max) throws InvalidEventException {
        Object value = values.get(field);
        if (value == null) {
            return Visit.NONE;
        }
        if (!(value instanceof Long number)) {
            throw new InvalidEventException(field, "is " + kind(value) + "; send an integer");
        }
        if (number < min || number > max) {
            String range = max == Long.MAX_VALUE || max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
            throw new InvalidEventException(field, "is " + number + "; send " + range);
        }
        return number;
    }

    private @Nullable Boolean truth(String field) throws InvalidEventException {
        Object value = values.get(field);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw new InvalidEventException(field, "is " + kind(value) + "; send true or false");
    }

    private static String required(String field, @Nullable String value) throws InvalidEventException {
        if (value == null) {
            throw new InvalidEventException(
                    field,
                    "is missing; send page_view, heartbeat, visibility, page_leave,"
                            + " engagement, opt_out or a name of your own");
        }
        return value;
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    private static @Nullable String emptyIsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        if (text == null || text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    private static String kind(Object value) {
        if (value == ARRAY) {
            return "an array";
        }
        return value instanceof String
                ? "a string"
                : value instanceof Long
                        ? "an integer"
                        : value instanceof Double ? "a number" : value instanceof Boolean ? "a boolean" : "an object";
    }
}
