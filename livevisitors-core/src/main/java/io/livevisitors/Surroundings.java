package io.livevisitors;

import java.net.URI;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says that is no setting of ours: names of Laravel Reverb and of its applications, and names that
 * look like ours and are not. A doctor reads it. Immutable.
 *
 * @param foreign variables of others that are set and known, by name
 * @param unknown variables that look like ours or Reverb's, and that nobody knows, each with the name that may be meant, or
 *     an empty text
 */
record Surroundings(Map<String, String> foreign, Map<String, String> unknown) {

    static final Surroundings NONE = new Surroundings(Map.of(), Map.of());

    /** What a variable of somebody else may be. */
    private enum Kind {
        TEXT,
        PORT,
        SCHEME,
        YES_OR_NO,
        REDIS
    }

    private static final Map<String, Kind> KNOWN = Map.ofEntries(
            Map.entry("REVERB_HOST", Kind.TEXT),
            Map.entry("REVERB_PORT", Kind.PORT),
            Map.entry("REVERB_SCHEME", Kind.SCHEME),
            Map.entry("REVERB_SERVER", Kind.TEXT),
            Map.entry("REVERB_SERVER_HOST", Kind.TEXT),
            Map.entry("REVERB_SERVER_PORT", Kind.PORT),
            Map.entry("REVERB_SERVER_PATH", Kind.TEXT),
            Map.entry("REVERB_SCALING_ENABLED", Kind.YES_OR_NO),
            Map.entry("REVERB_SCALING_CHANNEL", Kind.TEXT),
            Map.entry("REVERB_PULSE_INGEST_INTERVAL", Kind.TEXT),
            Map.entry("REVERB_TELESCOPE_INGEST_INTERVAL", Kind.TEXT),
            Map.entry("VITE_REVERB_APP_KEY", Kind.TEXT),
            Map.entry("VITE_REVERB_HOST", Kind.TEXT),
            Map.entry("VITE_REVERB_PORT", Kind.PORT),
            Map.entry("VITE_REVERB_SCHEME", Kind.SCHEME),
            Map.entry("BROADCAST_CONNECTION", Kind.TEXT),
            Map.entry("BROADCAST_DRIVER", Kind.TEXT),
            Map.entry("REDIS_URL", Kind.REDIS));

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    private static final Pattern INJECTED = Pattern.compile("(?:tcp|udp|sctp)://[0-9a-fA-F.:\\[\\]]+:[0-9]{1,5}");
    private static final Pattern REDIS = Pattern.compile("(?:redis|rediss|tcp|tls|unix|redis-[a-z+]+)://.+");

    private static final List<String> OURS =
            List.of(NamedSetting.VARIABLE, "LIVEVISITOR_", "LIVE_VISITORS_", "REVERB_", "VITE_REVERB_");

    /** What Kubernetes and Docker set for a service that is called like one of ours. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(
            ".+_SERVICE_HOST|.+_SERVICE_PORT(_.+)?" + "|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?|.+_ENV_.+");

    Surroundings {
        foreign = Map.copyOf(foreign);
        unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** @throws SettingException if a known variable has a value that will not do */
    static Surroundings of(Map<String, String> environment) {
        Map<String, String> foreign = new LinkedHashMap<>();
        Map<String, String> unknown = new TreeMap<>();
        Set<String> settings = settingNames();
        environment.forEach((name, value) -> {
            Kind kind = KNOWN.get(name);
            if (SettingSource.isNothing(value) || isInjected(value)) {
                return;
            }
            if (kind != null && !value.contains("${")) {
                foreign.put(name, validated(name, value.strip(), kind));
            } else if (kind == null && looksLikeOurs(name) && !settings.contains(name)) {
                unknown.put(name, nearest(name, settings));
            }
        });
        return new Surroundings(foreign, unknown);
    }

    private static boolean looksLikeOurs(String name) {
        return OURS.stream().anyMatch(name::startsWith)
                && !OF_A_SERVICE.matcher(name).matches();
    }

    private static String nearest(String name, Set<String> settings) {
        return Stream.concat(settings.stream(), KNOWN.keySet().stream())
                .filter(known -> SettingSource.distance(known, name) <= 1 + name.length() / 8)
                .min(Comparator.comparing(known -> SettingSource.distance(known, name)))
                .orElse("");
    }

    /** Whether Kubernetes or Docker set it for a service that happens to be called {@code reverb}, such as REVERB_PORT. */
    private static boolean isInjected(String value) {
        return INJECTED.matcher(value).matches();
    }

    /** The value of a variable; null if it is not set. */
    @Nullable String get(String name) {
        return foreign.get(name);
    }

    /** The Redis server that is named, with {@code redis} or {@code rediss}; null if none is that can be tried. */
    @Nullable URI redis() {
        String url = get("REDIS_URL");
        if (url == null) {
            return null;
        }
        try {
            URI parsed = URI.create(url.replaceFirst("^tcp:", "redis:").replaceFirst("^tls:", "rediss:"));
            return parsed.getHost() != null && List.of("redis", "rediss").contains(parsed.getScheme()) ? parsed : null;
        } catch (IllegalArgumentException e) {
            return null; // a socket file, several servers, or a name that is none
        }
    }

    /** Where a Reverb server would be found, by https at port 443 unless they say otherwise; null if they name no host. */
    @Nullable URI reverbUrl() {
        String host = get("REVERB_HOST");
        if (host == null || !HOST.matcher(host).matches()) {
            return null;
        }
        String scheme =
                Objects.requireNonNullElse(get("REVERB_SCHEME"), "https").toLowerCase(Locale.ROOT);
        String port = get("REVERB_PORT");
        String path = Objects.requireNonNullElse(get("REVERB_SERVER_PATH"), "").replaceAll("^/|/$", "");
        String authority = port == null ? host : host + ":" + port;
        try {
            return URI.create(scheme + "://" + authority + (path.isEmpty() ? "" : "/" + path));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether visitors are meant to be shared between nodes. */
    boolean isScalingWanted() {
        String enabled = get("REVERB_SCALING_ENABLED");
        return enabled != null && NamedSetting.yes("REVERB_SCALING_ENABLED", enabled);
    }

    /** The names alone: a value may be a secret. */
    @Override
    public String toString() {
        return "Surroundings[" + foreign.keySet() + "]";
    }

    private static String validated(String name, String value, Kind kind) {
        switch (kind) {
            case PORT -> {
                if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
                    throw new SettingException(name, value, "use a port from 0 to 65535");
                }
            }
            case SCHEME -> {
                if (!List.of("http", "https").contains(value.toLowerCase(Locale.ROOT))) {
                    throw new SettingException(name, value, "use http or https");
                }
            }
            case YES_OR_NO -> {
                var unused = NamedSetting.yes(name, value);
            }
            case REDIS -> requireRedis(name, value);
            case TEXT -> {}
        }
        return value;
    }

    /** Whatever a client of Redis would take: nothing here is connected by it. */
    private static void requireRedis(String name, String value) {
        if (!REDIS.matcher(value).matches()) {
            // Not shown: it may hold a password.
            throw new SettingException(
                    name, SettingException.ofLength(value), "use a URL such as redis://127.0.0.1:6379");
        }
    }

    private static Set<String> settingNames() {
        Set<String> names = NamedSetting.ALL.stream()
                .map(NamedSetting::variable)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        NamedSetting.ALL.forEach(setting -> {
            if (setting.reverb() != null) {
                names.add(setting.reverb());
            }
        });
        names.addAll(SettingSource.TRANSLATED);
        return names;
    }
}
