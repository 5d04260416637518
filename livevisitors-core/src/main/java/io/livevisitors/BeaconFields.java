package io.livevisitors;

import io.livevisitors.presence.EventType;
import io.livevisitors.presence.Visit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
    enum Name {
        PIXEL_ID,
        USER_ID,
        EVENT_TYPE,
        PAGE_URL,
        PAGE_TITLE,
        REFERRER,
        VISITOR_TOKEN,
        SESSION_ID,
        TAB_ID,
        SEQ,
        HIDDEN,
        SCREEN_RESOLUTION,
        MAX_TOUCH_POINTS,
        PLATFORM,
        WEBDRIVER,
        LANGUAGE,
        TIMEZONE,
        TIME_ON_PAGE,
        SCROLL_DEPTH,
        CUSTOM_DATA,
        CLIENT_IP;

        private static final Map<String, Name> BY_WIRE_NAME = new HashMap<>();

        static {
            for (Name name : values()) {
                BY_WIRE_NAME.put(name.wireName, name);
            }
        }

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** As it stands in the JSON. */
        String wireName() {
            return wireName;
        }

        /** The field of that name; null if it is one that is not read. */
        static @Nullable Name of(String wireName) {
            return BY_WIRE_NAME.get(wireName);
        }
    }

    private static final Name[] NAMES = Name.values();

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

    private final @Nullable Object[] values = new @Nullable Object[NAMES.length];

    /** Notes a field. */
    void put(Name name, Object value) {
        values[name.ordinal()] = value;
    }

    private @Nullable Object get(Name name) {
        return values[name.ordinal()];
    }

    /** Takes over from the whole batch what these fields say nothing of. */
    void completeFrom(BeaconFields shared) {
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == null ? shared.values[i] : values[i];
        }
    }

    Beacon toBeacon() throws InvalidEventException {
        String pixelId = pixelId();
        String typeName = required(Name.EVENT_TYPE, text(Name.EVENT_TYPE));
        if (!AsciiNames.isName(typeName, "_.:-", MAX_EVENT_TYPE)) {
            throw new InvalidEventException("event_type", "use 1 to 50 of A-Z, a-z, 0-9 and '_.:-'");
        }
        EventType type = EventType.of(typeName);
        return new Beacon(
                pixelId,
                type,
                type == EventType.CUSTOM ? typeName : null,
                pageUrl(type),
                cut(text(Name.PAGE_TITLE), MAX_TITLE),
                emptyIsNull(bounded(Name.REFERRER, MAX_URL)),
                emptyIsNull(firstOf(bounded(Name.VISITOR_TOKEN, MAX_ID), bounded(Name.SESSION_ID, MAX_ID))),
                emptyIsNull(bounded(Name.TAB_ID, MAX_ID)),
                whole(Name.SEQ, 0, Long.MAX_VALUE),
                truth(Name.HIDDEN),
                screen(),
                touchPoints(),
                emptyIsNull(bounded(Name.PLATFORM, 40)),
                Boolean.TRUE.equals(truth(Name.WEBDRIVER)),
                emptyIsNull(bounded(Name.LANGUAGE, 35)),
                emptyIsNull(bounded(Name.TIMEZONE, 100)),
                (int) Math.min(whole(Name.TIME_ON_PAGE, 0, Integer.MAX_VALUE), MAX_SECONDS),
                (int) whole(Name.SCROLL_DEPTH, 0, 100),
                customData(),
                clientIp());
    }

    // ---------------------------------------------------------------- fields with rules of their own

    private String pixelId() throws InvalidEventException {
        Object value = get(get(Name.PIXEL_ID) == null ? Name.USER_ID : Name.PIXEL_ID);
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
        String url = emptyIsNull(bounded(Name.PAGE_URL, MAX_URL));
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
        String screen = emptyIsNull(bounded(Name.SCREEN_RESOLUTION, 20));
        if (screen != null && !isScreen(screen)) {
            throw new InvalidEventException("screen_resolution", "use WxH in pixels, such as 1440x900");
        }
        return screen;
    }

    private @Nullable Integer touchPoints() throws InvalidEventException {
        long points = whole(Name.MAX_TOUCH_POINTS, 0, 256);
        return points == Visit.NONE ? null : (int) points;
    }

    /** Read only from a trusted proxy: what others send here is no field at all, so it breaks no rule. */
    private @Nullable String clientIp() {
        return get(Name.CLIENT_IP) instanceof String text && text.length() <= MAX_ADDRESS ? text : null;
    }

    private Map<String, Object> customData() throws InvalidEventException {
        Object value = get(Name.CUSTOM_DATA);
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

    private @Nullable String text(Name field) throws InvalidEventException {
        Object value = get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new InvalidEventException(field.wireName(), "is " + kind(value) + "; send a string");
    }

    private @Nullable String bounded(Name field, int max) throws InvalidEventException {
        String text = text(field);
        if (text != null && text.length() > max) {
            throw new InvalidEventException(
                    field.wireName(), "has " + text.length() + " characters; send at most " + max);
        }
        return text;
    }

    private long whole(Name field, long min, long max) throws InvalidEventException {
        Object value = get(field);
        if (value == null) {
            return Visit.NONE;
        }
        if (!(value instanceof Long number)) {
            throw new InvalidEventException(field.wireName(), "is " + kind(value) + "; send an integer");
        }
        if (number < min || number > max) {
            String range = max == Long.MAX_VALUE || max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
            throw new InvalidEventException(field.wireName(), "is " + number + "; send " + range);
        }
        return number;
    }

    private @Nullable Boolean truth(Name field) throws InvalidEventException {
        Object value = get(field);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw new InvalidEventException(field.wireName(), "is " + kind(value) + "; send true or false");
    }

    private static String required(Name field, @Nullable String value) throws InvalidEventException {
        if (value == null) {
            throw new InvalidEventException(
                    field.wireName(),
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
