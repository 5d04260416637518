package io.livevisitors.samples.standalone;

import io.livevisitors.LiveVisitors;
import io.livevisitors.Pixel;
import io.livevisitors.SettingException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the sample may be told. Immutable; start with {@link #from(String[], Map)}.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param visitors simulated shoppers at once, 0 to {@value #MAX_VISITORS}
 * @param appId application ID of Pusher's HTTP API
 * @param appKey application key that dashboards connect with; not secret
 * @param appSecret application secret
 * @param pixels pixel IDs, at least one; the first is the shop's own
 * @param allowedOrigins origins whose pages may send events and open sockets; empty for the shop's own alone
 * @param trustedProxies addresses or networks of the proxies in front, whose forwarded headers are believed
 * @param dashboardToken who knows it may see the dashboard
 */
public record ShopSettings(
        String host,
        int port,
        int visitors,
        String appId,
        String appKey,
        String appSecret,
        List<String> pixels,
        List<String> allowedOrigins,
        List<String> trustedProxies,
        String dashboardToken) {

    static final int MAX_VISITORS = 500;

    static final String USAGE = """
            Usage: ./demo [--port N] [--visitors N]

              --port N      port to listen on, 0 for any free one (default: REVERB_SERVER_PORT, else 8085)
              --visitors N  simulated shoppers at once, 0 to 500 (default 0). Their beacons all come from this
                            machine, so more of them than a real address may send raise its limits accordingly.
              --help        this text

            Environment; an empty variable counts as none:

              REVERB_SERVER_HOST            address to listen on (default 127.0.0.1: this machine alone; 0.0.0.0: all)
              REVERB_SERVER_PORT            port, unless --port is given
              REVERB_APP_ID                 application ID of the Pusher HTTP API (default livevisitors-demo)
              REVERB_APP_KEY                application key (default livevisitors-demo)
              REVERB_APP_SECRET             application secret (default: random at each start)
              LIVEVISITORS_PIXELS           pixel IDs, separated by commas; the shop's pages use the first (default shop)
              LIVEVISITORS_ALLOWED_ORIGINS  origins whose pages may send events, separated by commas; * allows all
                                            (default: the shop's own)
              LIVEVISITORS_TRUSTED_PROXIES  addresses or networks (CIDR) of the proxies in front, separated by commas
                                            (default none)
              LIVEVISITORS_DASHBOARD_TOKEN  token that opens the dashboard, 16 to 256 visible ASCII
                                            characters without " , ; \\ (default: random at each start)
            """;

    private static final int DEFAULT_PORT = 8085;
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final String DEFAULT_APP = "livevisitors-demo";
    private static final String DEFAULT_PIXEL = "shop";
    private static final Pattern APP_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern APP_SECRET = Pattern.compile("[!-~]{1,256}");
    private static final Pattern TOKEN = Pattern.compile("[!-~&&[^\",;\\\\]]{16,256}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%\\[\\]-]{1,255}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public ShopSettings {
        pixels = List.copyOf(pixels);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The settings that a command line and an environment ask for. Unknown variables are somebody else's; unknown
     * options are refused.
     *
     * @throws WrongSettingException if a value will not do
     */
    public static ShopSettings from(String[] args, Map<String, String> environment) {
        return from(args, environment, ShopSettings::randomSecret);
    }

    /** The same, with the source of the secrets that nobody set. */
    static ShopSettings from(String[] args, Map<String, String> environment, Supplier<String> secrets) {
        Map<String, String> options = options(args);
        refuseRedis(environment);
        String portOption = options.get("--port");
        int port = portOption != null
                ? number("--port", portOption, 0, 65_535)
                : number("REVERB_SERVER_PORT", value(environment, "REVERB_SERVER_PORT", "" + DEFAULT_PORT), 0, 65_535);
        return new ShopSettings(
                host(environment),
                port,
                number("--visitors", options.getOrDefault("--visitors", "0"), 0, MAX_VISITORS),
                appName(environment, "REVERB_APP_ID"),
                appName(environment, "REVERB_APP_KEY"),
                secret(environment, "REVERB_APP_SECRET", APP_SECRET, "visible ASCII characters", secrets),
                pixels(environment),
                origins(environment),
                proxies(environment),
                secret(
                        environment,
                        "LIVEVISITORS_DASHBOARD_TOKEN",
                        TOKEN,
                        "16 to 256 visible ASCII characters without \" , ; and \\",
                        secrets));
    }

    /** Never shows the secrets. */
    @Override
    public String toString() {
        return "ShopSettings[host=" + host + ", port=" + port + ", visitors=" + visitors + ", appId=" + appId
                + ", appKey=" + appKey + ", pixels=" + pixels + ", allowedOrigins=" + allowedOrigins
                + ", trustedProxies=" + trustedProxies + "]";
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            if (!name.equals("--port") && !name.equals("--visitors")) {
                throw new WrongSettingException(name, "no option", "use --port N, --visitors N or --help");
            }
            if (equals < 0 && i + 1 == args.length) {
                throw new WrongSettingException(
                        name, "without a value", "write a number after it, as in " + name + " 5");
            }
            String value = equals < 0 ? args[++i] : args[i].substring(equals + 1);
            if (options.putIfAbsent(name, value) != null) {
                throw new WrongSettingException(name, "given twice", "leave one of them out");
            }
        }
        return options;
    }

    private static void refuseRedis(Map<String, String> environment) {
        if (!value(environment, "REDIS_URL", "").isEmpty()) {
            throw new WrongSettingException(
                    "REDIS_URL", "set", "this version keeps its visitors on one node, without Redis; unset it");
        }
    }

    private static String host(Map<String, String> environment) {
        String host = value(environment, "REVERB_SERVER_HOST", DEFAULT_HOST);
        if (!HOST.matcher(host).matches()) {
            throw new WrongSettingException(
                    "REVERB_SERVER_HOST",
                    quoted(host),
                    "use an address or a host name of this machine, without scheme, port or path, such as 127.0.0.1");
        }
        return host;
    }

    private static String appName(Map<String, String> environment, String name) {
        String value = value(environment, name, DEFAULT_APP);
        if (!APP_NAME.matcher(value).matches()) {
            throw new WrongSettingException(
                    name, quoted(value), "use 1 to 64 of A-Z, a-z, 0-9, '_' and '-': it is part of a path");
        }
        return value;
    }

    private static String secret(
            Map<String, String> environment, String name, Pattern form, String inWords, Supplier<String> otherwise) {
        String value = value(environment, name, "");
        if (value.isEmpty()) {
            return otherwise.get();
        }
        if (!form.matcher(value).matches()) {
            throw new WrongSettingException(
                    name,
                    "a value of " + value.length() + " characters",
                    "use " + inWords + ", or unset it for a random one");
        }
        return value;
    }

    private static List<String> pixels(Map<String, String> environment) {
        List<String> ids = list(environment, "LIVEVISITORS_PIXELS");
        for (String id : ids) {
            refuse("LIVEVISITORS_PIXELS", () -> Pixel.of(id));
        }
        return ids.isEmpty() ? List.of(DEFAULT_PIXEL) : ids;
    }

    private static List<String> origins(Map<String, String> environment) {
        List<String> origins = list(environment, "LIVEVISITORS_ALLOWED_ORIGINS");
        for (String origin : origins) {
            refuse("LIVEVISITORS_ALLOWED_ORIGINS", () -> Pixel.of(DEFAULT_PIXEL).withAllowedOrigins(origin));
        }
        return origins;
    }

    private static List<String> proxies(Map<String, String> environment) {
        List<String> proxies = list(environment, "LIVEVISITORS_TRUSTED_PROXIES");
        for (String proxy : proxies) {
            refuse("LIVEVISITORS_TRUSTED_PROXIES", () -> LiveVisitors.builder().trustedProxies(proxy));
        }
        return proxies;
    }

    /** Lets the library judge a value, and says its verdict under the name that the person set. */
    private static void refuse(String setting, Supplier<?> value) {
        try {
            var unused = value.get();
        } catch (SettingException e) {
            throw new WrongSettingException(setting, quoted(e.value()), e.remedy());
        }
    }

    private static List<String> list(Map<String, String> environment, String name) {
        String value = value(environment, name, "");
        List<String> parts =
                Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        if (value.isEmpty()) {
            return List.of();
        }
        if (parts.contains("")) {
            throw new WrongSettingException(
                    name, quoted(value), "write something between the commas, or leave one out");
        }
        if (new LinkedHashSet<>(parts).size() < parts.size()) {
            throw new WrongSettingException(name, quoted(value), "name each of them once");
        }
        return parts;
    }

    private static int number(String name, String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new WrongSettingException(name, quoted(text), "use a whole number from " + min + " to " + max);
    }

    private static String value(Map<String, String> environment, String name, String otherwise) {
        @Nullable String value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }

    private static String randomSecret() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
