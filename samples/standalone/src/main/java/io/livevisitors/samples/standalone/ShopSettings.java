package io.livevisitors.samples.standalone;

import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.SettingException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the sample may be told. Immutable; start with {@link #from(String[], Map)}. What concerns the server is read
 * here, everything else is the library's own: it reads the environment itself.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param path where the sockets and the HTTP API are found beside the root; empty for nowhere else
 * @param visitors simulated shoppers at once, 0 to {@value #MAX_VISITORS}
 * @param pixels pixel IDs, at least one; the first is the shop's own
 * @param dashboardToken who knows it may see the dashboard
 * @param library the environment as the library is to read it
 */
public record ShopSettings(
        String host,
        int port,
        String path,
        int visitors,
        List<String> pixels,
        String dashboardToken,
        Map<String, String> library) {

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
              REVERB_SERVER_PATH            where the sockets are found beside the root, such as /ws
              REVERB_APP_ID                 application ID of the Pusher HTTP API (default livevisitors-demo)
              REVERB_APP_KEY                application key (default livevisitors-demo)
              REVERB_APP_SECRET             application secret (default: random at each start)
              LIVEVISITORS_PIXELS           pixel IDs, separated by commas; the shop's pages use the first (default shop)
              LIVEVISITORS_ALLOWED_ORIGINS  origins whose pages may send events and open sockets, separated by commas;
                                            * allows all (default: the shop's own)
              LIVEVISITORS_TRUSTED_PROXIES  addresses or networks (CIDR) of the proxies in front, separated by commas
                                            (default none)
              LIVEVISITORS_DASHBOARD_TOKEN  token that opens the dashboard, 16 to 256 visible ASCII
                                            characters without " , ; \\ (default: random at each start)

            All other settings of the library work, too, by the names in docs/settings.md: LIVEVISITORS_GRACE_PERIOD=2s,
            REVERB_APP_MAX_CONNECTIONS=500. One differs here: as all clients of a demo have this machine's address,
            LIVEVISITORS_CONNECTIONS_PER_ADDRESS and _HANDSHAKES_PER_ADDRESS are as high as they go unless set.
            """;

    private static final int DEFAULT_PORT = 8085;
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final String DEFAULT_APP = "livevisitors-demo";
    private static final String DEFAULT_PIXEL = "shop";
    private static final String EVERYTHING = "1000000";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%\\[\\]-]{1,255}");
    private static final Pattern PATH = Pattern.compile("/?[A-Za-z0-9._~-]*(?:/[A-Za-z0-9._~-]+)*/?");
    private static final SecureRandom RANDOM = new SecureRandom();

    public ShopSettings {
        pixels = List.copyOf(pixels);
        library = Map.copyOf(library);
    }

    /**
     * The settings that a command line and an environment ask for. Unknown variables are somebody else's; unknown
     * options are refused.
     *
     * @throws WrongSettingException if a value will not do
     */
    public static ShopSettings from(String[] args, Map<String, String> environment) {
        Map<String, String> options = options(args);
        Map<String, String> library = library(environment);
        String portOption = options.get("--port");
        int port = portOption != null
                ? number("--port", portOption, 0, 65_535)
                : number("REVERB_SERVER_PORT", value(environment, "REVERB_SERVER_PORT", "" + DEFAULT_PORT), 0, 65_535);
        ShopSettings settings = new ShopSettings(
                host(environment),
                port,
                path(environment),
                number("--visitors", options.getOrDefault("--visitors", "0"), 0, MAX_VISITORS),
                Arrays.stream(library.getOrDefault("LIVEVISITORS_PIXELS", DEFAULT_PIXEL)
                                .split(","))
                        .map(String::strip)
                        .toList(),
                library.getOrDefault("LIVEVISITORS_DASHBOARD_TOKEN", ""),
                library);
        var unused = settings.builder();
        return settings;
    }

    /**
     * The library's builder with these settings.
     *
     * @throws WrongSettingException if a value will not do
     */
    LiveVisitorsBuilder builder() {
        try {
            return LiveVisitors.builder().environment(library);
        } catch (SettingException e) {
            boolean secret = e.value().startsWith("a value of "); // described, not shown
            throw new WrongSettingException(e.setting(), secret ? e.value() : quoted(e.value()), e.remedy());
        }
    }

    /** Never shows the secrets. */
    @Override
    public String toString() {
        return "ShopSettings[host=" + host + ", port=" + port + ", path=" + path + ", visitors=" + visitors
                + ", pixels=" + pixels + "]";
    }

    /** What was set, and what a demo needs beside it. What the server itself reads is none of the library's business. */
    private static Map<String, String> library(Map<String, String> environment) {
        Map<String, String> library = new HashMap<>(environment);
        List.of("REVERB_SERVER_HOST", "REVERB_SERVER_PORT", "REVERB_SERVER_PATH")
                .forEach(library::remove);
        library.values().removeIf(String::isBlank);
        library.replaceAll((name, value) -> value.strip());
        otherwise(library, "REVERB_APP_ID", "LIVEVISITORS_APP_ID", () -> DEFAULT_APP);
        otherwise(library, "REVERB_APP_KEY", "LIVEVISITORS_APP_KEY", () -> DEFAULT_APP);
        otherwise(library, "REVERB_APP_SECRET", "LIVEVISITORS_APP_SECRET", ShopSettings::randomSecret);
        library.putIfAbsent("LIVEVISITORS_PIXELS", DEFAULT_PIXEL);
        library.computeIfAbsent("LIVEVISITORS_DASHBOARD_TOKEN", name -> randomSecret());
        library.putIfAbsent("LIVEVISITORS_CONNECTIONS_PER_ADDRESS", EVERYTHING);
        library.putIfAbsent("LIVEVISITORS_HANDSHAKES_PER_ADDRESS", EVERYTHING);
        library.putIfAbsent("LIVEVISITORS_COUNT_AUTOMATED", "true"); // so that a browser test sees itself
        return library;
    }

    private static void otherwise(Map<String, String> library, String name, String same, Supplier<String> value) {
        if (!library.containsKey(name) && !library.containsKey(same)) {
            library.put(name, value.get());
        }
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

    /** With a slash before it and none after it. */
    private static String path(Map<String, String> environment) {
        String path = value(environment, "REVERB_SERVER_PATH", "");
        if (!PATH.matcher(path).matches()) {
            throw new WrongSettingException(
                    "REVERB_SERVER_PATH", quoted(path), "use a path of plain characters, such as /ws");
        }
        String bare = path.replaceAll("^/|/$", "");
        return bare.isEmpty() ? "" : "/" + bare;
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
