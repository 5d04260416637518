package io.livevisitors;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings by name from one place, all of them valid by themselves. Immutable.
 *
 * @param given what was found, under which name
 */
record SettingSource(Map<NamedSetting, Given> given) {

    /**
     * A value as it was found.
     *
     * @param as the name that the operator used
     */
    record Given(String as, String value) {

        /** The name alone: the value may be a secret. */
        @Override
        public String toString() {
            return "Given[" + as + "]";
        }
    }

    private static final String RATE_LIMITING = "REVERB_APP_RATE_LIMITING_ENABLED";
    private static final String ATTEMPTS = "REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS";
    private static final String DECAY = "REVERB_APP_RATE_LIMIT_DECAY_SECONDS";
    private static final String CLIENT_EVENTS_FROM = "REVERB_APP_ACCEPT_CLIENT_EVENTS_FROM";

    /** Settings whose values are secrets, or may hold one: what their check shows of them is enough. */
    private static final Set<String> SHOWN_IN_PART = Set.of("app_secret", "dashboard_token", "public_url");

    /** Names that {@link #environment} translates before it looks into the table. */
    static final Set<String> TRANSLATED = Set.of(RATE_LIMITING, CLIENT_EVENTS_FROM);

    /** What Laravel's {@code .env} files say for nothing. */
    private static final Set<String> NOTHING = Set.of("", "null", "(null)", "empty", "(empty)");

    /** @throws SettingException if one of the values will not do */
    private static SettingSource checked(Map<NamedSetting, Given> given) {
        SettingSource source = new SettingSource(Collections.unmodifiableMap(given));
        LiveVisitorsBuilder scratch = new LiveVisitorsBuilder();
        given.keySet().forEach(setting -> source.apply(setting, scratch));
        return source;
    }

    /**
     * The properties that start with {@value NamedSetting#PROPERTY}; dashes count as underscores.
     *
     * @throws SettingException if one of them is no setting, or has a value that will not do
     */
    static SettingSource properties(Properties properties) {
        Map<NamedSetting, Given> given = new LinkedHashMap<>();
        properties.forEach((name, value) -> requireText(name, value));
        for (String property : new TreeSet<>(properties.stringPropertyNames())) {
            if (!property.startsWith(NamedSetting.PROPERTY)) {
                continue;
            }
            String name = property.substring(NamedSetting.PROPERTY.length())
                    .replace('-', '_')
                    .toLowerCase(Locale.ROOT);
            String value = properties.getProperty(property).strip();
            NamedSetting setting = find(name);
            if (setting == null) {
                // The value may be a secret under a name that is not quite right.
                throw new SettingException(
                        property, SettingException.ofLength(value), "no setting has that name" + nearest(name));
            }
            Given before = value.isEmpty() ? null : given.put(setting, new Given(property, value));
            if (before != null) {
                throw new SettingException(property, "given twice", "give it once, here or as " + before.as);
            }
        }
        return checked(given);
    }

    private static void requireText(Object name, Object value) {
        if (name instanceof String property
                && property.startsWith(NamedSetting.PROPERTY)
                && !(value instanceof String)) {
            throw new SettingException(
                    property,
                    "a " + value.getClass().getSimpleName(),
                    "give its value as text: setProperty(name, text)");
        }
    }

    /**
     * The variables {@code LIVEVISITORS_…}, and those that Reverb's operators know; where both are set, the library's own
     * stands. A variable that is empty, or {@code null} as Laravel writes it, is not set. Others are somebody else's.
     *
     * @throws SettingException if one of them has a value that will not do
     */
    static SettingSource environment(Map<String, String> environment) {
        Map<String, String> set = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!isNothing(value)) {
                set.put(name, value.strip());
            }
        });
        var unused = checked(found(set, NamedSetting::reverb)); // also what the library's own names or others overrule
        translateRateLimiting(set);
        Map<NamedSetting, Given> given = found(set, NamedSetting::reverb);
        given.putAll(found(set, NamedSetting::variable));
        String from = set.get(CLIENT_EVENTS_FROM);
        NamedSetting clientEvents = find("client_events");
        if (from != null && clientEvents != null) {
            given.putIfAbsent(clientEvents, new Given(CLIENT_EVENTS_FROM, clientEventsFrom(from)));
        }
        return checked(given);
    }

    /** Reverb counts messages only if this is set, 60 in a minute unless told otherwise. */
    private static void translateRateLimiting(Map<String, String> set) {
        String enabled = set.get(RATE_LIMITING);
        if (enabled == null) {
            return;
        }
        if (NamedSetting.yes(RATE_LIMITING, enabled)) {
            set.putIfAbsent(ATTEMPTS, "60");
            set.putIfAbsent(DECAY, "60");
        } else {
            set.put(ATTEMPTS, String.valueOf(Limit.MESSAGES_PER_WINDOW.max()));
            set.put(DECAY, "1");
        }
    }

    private static String clientEventsFrom(String from) {
        return switch (from.toLowerCase(Locale.ROOT)) {
            case "members" -> "true";
            case "none" -> "false";
            default ->
                throw new SettingException(
                        CLIENT_EVENTS_FROM,
                        from,
                        "use members or none: events of others than members are always refused");
        };
    }

    /** Whether a value stands for nothing. */
    static boolean isNothing(@Nullable String value) {
        return value == null || NOTHING.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    /** What is set under the names that each setting has in one of its namings, if any. */
    private static Map<NamedSetting, Given> found(
            Map<String, String> set, Function<NamedSetting, @Nullable String> naming) {
        Map<NamedSetting, Given> found = new LinkedHashMap<>();
        for (NamedSetting setting : NamedSetting.ALL) {
            String name = naming.apply(setting);
            String value = name == null ? null : set.get(name);
            if (name != null && value != null) {
                found.put(setting, new Given(name, value));
            }
        }
        return found;
    }

    /** Sets one of them; what is wrong is said under the operator's own name. */
    void apply(NamedSetting setting, LiveVisitorsBuilder builder) {
        Given value = given.get(setting);
        if (value == null) {
            return;
        }
        try {
            setting.apply().accept(builder, value.value);
        } catch (SettingException e) {
            throw new SettingException(
                    value.as, SHOWN_IN_PART.contains(setting.name()) ? e.value() : value.value, e.remedy());
        }
    }

    static @Nullable NamedSetting find(String name) {
        return NamedSetting.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** {@code ; did you mean …} for a name that is nearly right; else where all names are. */
    static String nearest(String name) {
        return NamedSetting.ALL.stream()
                .filter(setting -> distance(setting.name(), name) <= 1 + name.length() / 6)
                .findFirst()
                .map(setting -> "; did you mean " + setting.name() + "?")
                .orElse("; docs/settings.md lists them all");
    }

    /** How many letters have to be added, left out or changed to make one text of the other. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
