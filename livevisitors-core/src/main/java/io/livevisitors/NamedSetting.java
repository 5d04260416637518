package io.livevisitors;

import io.livevisitors.model.Mode;
import io.livevisitors.web.DashboardAuthorizer;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set by name. {@link #ALL} is the table of them: the only place that knows the names.
 *
 * @param name in lower case with underscores: {@code livevisitors.} before it is the property, {@code LIVEVISITORS_} in
 *     capitals the environment variable
 * @param method the builder's method of the same effect
 * @param reverb the environment variable that Laravel Reverb's operators know it by; null for none
 * @param defaultText what holds if nothing is set, for people
 * @param allowed what it may be, for people
 * @param apply sets it; may throw {@link SettingException} under any name
 */
record NamedSetting(
        String name,
        String method,
        @Nullable String reverb,
        String defaultText,
        String allowed,
        BiConsumer<LiveVisitorsBuilder, String> apply) {

    /** What a property's name starts with. */
    static final String PROPERTY = "livevisitors.";
    /** What an environment variable of the library's own starts with. */
    static final String VARIABLE = "LIVEVISITORS_";

    private static final Map<Limit, String> REVERB_LIMITS = Map.of(
            Limit.CONNECTIONS, "REVERB_APP_MAX_CONNECTIONS",
            Limit.MESSAGE_BYTES, "REVERB_APP_MAX_MESSAGE_SIZE",
            Limit.MESSAGES_PER_WINDOW, "REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS",
            Limit.API_REQUEST_BYTES, "REVERB_MAX_REQUEST_SIZE");
    private static final Map<TimeSetting, String> REVERB_TIMES = Map.of(
            TimeSetting.ACTIVITY_TIMEOUT, "REVERB_APP_ACTIVITY_TIMEOUT",
            TimeSetting.PING_INTERVAL, "REVERB_APP_PING_INTERVAL",
            TimeSetting.MESSAGE_WINDOW, "REVERB_APP_RATE_LIMIT_DECAY_SECONDS");

    private static final String APP_NAME = "1 to 64 of A-Z, a-z, 0-9, '_' and '-'";
    private static final String MODES = "full or aggregate";
    private static final String YES_OR_NO = "true or false";
    private static final String SECRET_DEFAULT = "required";
    private static final Set<String> YES = Set.of("true", "(true)", "1", "yes", "on");
    private static final Set<String> NO = Set.of("false", "(false)", "0", "no", "off");

    /** All of them, in the order of the documentation. */
    static final List<NamedSetting> ALL = all();

    /** The property's name. */
    String property() {
        return PROPERTY + name;
    }

    /** The environment variable of the library's own. */
    String variable() {
        return VARIABLE + name.toUpperCase(Locale.ROOT);
    }

    private static List<NamedSetting> all() {
        List<NamedSetting> all = new ArrayList<>(List.of(
                new NamedSetting(
                        "app_id",
                        "keys(appId, …)",
                        "REVERB_APP_ID",
                        SECRET_DEFAULT,
                        APP_NAME,
                        LiveVisitorsBuilder::appId),
                new NamedSetting(
                        "app_key",
                        "keys(…, key, …)",
                        "REVERB_APP_KEY",
                        SECRET_DEFAULT,
                        APP_NAME,
                        LiveVisitorsBuilder::appKey),
                new NamedSetting(
                        "app_secret",
                        "keys(…, secret)",
                        "REVERB_APP_SECRET",
                        SECRET_DEFAULT,
                        "1 to 256 visible ASCII characters, such as 32 hex digits",
                        LiveVisitorsBuilder::appSecret),
                new NamedSetting(
                        "pixels",
                        "pixel(id), pixel(Pixel), pixels(PixelDirectory)",
                        null,
                        SECRET_DEFAULT,
                        "IDs of 1 to 64 of A-Z, a-z, 0-9, '_' and '-', separated by commas; none that is a path of the library's, such as api or app",
                        (builder, value) -> list("pixels", value).forEach(builder::pixel)),
                new NamedSetting(
                        "dashboard_token",
                        "authorizer(DashboardAuthorizer.token(…))",
                        null,
                        "nobody may see the visitors",
                        "16 to 256 visible ASCII characters without \" , ; and \\",
                        NamedSetting::token),
                new NamedSetting(
                        "allowed_origins",
                        "allowedOrigins(…)",
                        null,
                        "the request's own host",
                        "origins or hosts such as https://shop.example or *.shop.example, separated by commas; null for sandboxed pages; * for all, sandboxed ones included",
                        (builder, value) -> builder.allowedOrigins(
                                list("allowed_origins", value).toArray(String[]::new))),
                new NamedSetting(
                        "trusted_proxies",
                        "trustedProxies(…)",
                        null,
                        "none",
                        "addresses or networks such as 10.0.0.0/8, separated by commas",
                        (builder, value) -> builder.trustedProxies(
                                list("trusted_proxies", value).toArray(String[]::new))),
                new NamedSetting(
                        "country_header",
                        "countryHeader(…)",
                        null,
                        "none: the country of the visitor's clock",
                        "the name of a header, such as CF-IPCountry; needs trusted_proxies",
                        LiveVisitorsBuilder::countryHeader),
                new NamedSetting(
                        "leave_out_roles",
                        "leaveOutRoles(…)",
                        null,
                        "none",
                        "roles, separated by commas",
                        (builder, value) -> builder.leaveOutRoles(
                                list("leave_out_roles", value).toArray(String[]::new))),
                new NamedSetting(
                        "mode",
                        "mode(Mode.AGGREGATE)",
                        null,
                        "full",
                        MODES,
                        (builder, value) -> builder.mode(mode(value))),
                new NamedSetting(
                        "count_automated",
                        "countAutomated(true)",
                        null,
                        "false",
                        YES_OR_NO,
                        (builder, value) -> builder.countAutomated(yes("count_automated", value))),
                new NamedSetting(
                        "spam_referrers",
                        "spamReferrers(…)",
                        null,
                        "none beside the library's own",
                        "host names such as spam.example, separated by commas",
                        (builder, value) -> builder.spamReferrers(
                                list("spam_referrers", value).toArray(String[]::new))),
                new NamedSetting(
                        "query_keys",
                        "queryKeys(…)",
                        null,
                        "none beside utm_*, ref and source",
                        "keys as they read decoded, separated by commas",
                        (builder, value) ->
                                builder.queryKeys(list("query_keys", value).toArray(String[]::new))),
                new NamedSetting(
                        "routes",
                        "routes(…)",
                        null,
                        "none",
                        "paths such as /order/{id} or /files/**, with https:// and a host before them or not, separated by commas",
                        (builder, value) -> builder.routes(list("routes", value).toArray(String[]::new))),
                new NamedSetting(
                        "dropped_pages",
                        "droppedPages(…)",
                        null,
                        "none",
                        "paths such as /account/**, with https:// and a host before them or not, separated by commas",
                        (builder, value) -> builder.droppedPages(
                                list("dropped_pages", value).toArray(String[]::new))),
                new NamedSetting(
                        "mapped_titles",
                        "mappedTitles(true)",
                        null,
                        "false",
                        YES_OR_NO,
                        (builder, value) -> builder.mappedTitles(yes("mapped_titles", value))),
                new NamedSetting(
                        "public_url",
                        "publicUrl(…)",
                        null,
                        "unknown",
                        "where browsers find the library, such as https://shop.example/livevisitors",
                        LiveVisitorsBuilder::publicUrl),
                new NamedSetting(
                        "client_events",
                        "clientEvents(false)",
                        null,
                        "true",
                        YES_OR_NO,
                        (builder, value) -> builder.clientEvents(yes("client_events", value))),
                new NamedSetting(
                        "close_beyond_message_rate",
                        "closeBeyondMessageRate(true)",
                        "REVERB_APP_RATE_LIMIT_TERMINATE",
                        "false",
                        YES_OR_NO,
                        (builder, value) -> builder.closeBeyondMessageRate(yes("close_beyond_message_rate", value)))));
        for (TimeSetting time : TimeSetting.values()) {
            all.add(new NamedSetting(
                    time.settingName(),
                    camelCase(time.settingName()) + "(Duration)",
                    REVERB_TIMES.get(time),
                    time == TimeSetting.PING_INTERVAL ? "the activity_timeout" : Durations.text(time.defaultValue()),
                    time.allowed(),
                    (builder, value) -> builder.set(time, duration(time, value))));
        }
        for (Limit limit : Limit.values()) {
            all.add(new NamedSetting(
                    limit.settingName(),
                    "limit(Limit." + limit.name() + ", n)",
                    REVERB_LIMITS.get(limit),
                    limit.defaultText(),
                    limit.min() + " to " + limit.max(),
                    (builder, value) -> builder.limit(limit, number(limit, value))));
        }
        return List.copyOf(all);
    }

    /** Whether a text says yes, as Laravel's {@code .env} files do, or no. */
    static boolean yes(String name, String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw new SettingException(name, text, "use " + YES_OR_NO);
    }

    private static Mode mode(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingException("mode", text, "use " + MODES));
    }

    /** An absolute URL of http or https. */
    static URI url(String name, String text, String example) {
        try {
            URI url = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            boolean bare = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if (web && bare && url.getHost() != null && isPort(url.getPort())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, as for a URL of another kind.
        }
        // User-info may hold a password.
        String shown = text.contains("@") ? SettingException.ofLength(text) : text;
        throw new SettingException(name, shown, "use a URL without user, query and fragment, such as " + example);
    }

    private static boolean isPort(int port) {
        return port == -1 || (port >= 1 && port <= 65_535);
    }

    private static void token(LiveVisitorsBuilder builder, String token) {
        try {
            builder.authorizer(DashboardAuthorizer.token(token));
        } catch (SettingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "dashboard_token",
                    SettingException.ofLength(token),
                    "use 16 to 256 visible ASCII characters without \" , ; and \\");
        }
    }

    private static List<String> list(String name, String text) {
        List<String> parts =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (parts.contains("")) {
            throw new SettingException(name, text, "write something between the commas, or leave one out");
        }
        if (Set.copyOf(parts).size() < parts.size()) {
            throw new SettingException(name, text, "name each of them once");
        }
        return parts;
    }

    private static Duration duration(TimeSetting time, String text) {
        Duration parsed = Durations.parse(text);
        if (parsed == null) {
            throw new SettingException(
                    time.settingName(), text, "use a time such as 30, 30s, 250ms, 5m or 2h, " + time.allowed());
        }
        return parsed;
    }

    private static int number(Limit limit, String text) {
        String digits = text.strip().replace("_", "");
        if (!digits.matches("-?[0-9]{1,10}") || Long.parseLong(digits) != (int) Long.parseLong(digits)) {
            throw new SettingException(
                    limit.settingName(), text, "use a whole number from " + limit.min() + " to " + limit.max());
        }
        return Integer.parseInt(digits);
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("_")) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }
}
