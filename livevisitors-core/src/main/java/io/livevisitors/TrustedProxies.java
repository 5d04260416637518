package io.livevisitors;

import io.livevisitors.privacy.Networks;
import io.livevisitors.web.ClientRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client behind proxies that the host trusts: the right-most hop of {@code Forwarded} (RFC 7239) or {@code
 * X-Forwarded-For} that no trusted proxy is. What an untrusted peer forwards is not believed. Immutable.
 */
final class TrustedProxies {

    /** Hops that are looked at: more proxies in a row are no proxies but an attack. */
    private static final int MAX_HOPS = 32;

    /** What a proxy on the same machine comes from, and nobody's address in particular. */
    private static final Set<InetAddress> THIS_MACHINE = Set.of(literal("127.0.0.1"), literal("::1"));

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~%-]{1,100}){0,10}");

    private final List<Cidr> trusted;

    private TrustedProxies(List<Cidr> trusted) {
        this.trusted = trusted;
    }

    static TrustedProxies of(List<String> cidrs) {
        return new TrustedProxies(cidrs.stream().map(Cidr::parse).toList());
    }

    private static InetAddress literal(String address) {
        return Objects.requireNonNull(Networks.parse(address));
    }

    /**
     * The client's address in canonical textual form. Where {@code X-Forwarded-For} and {@code Forwarded} name different
     * clients, one of them is not the proxy's but was passed on as it came, and it cannot be told which: then it is the
     * peer's.
     */
    String client(ClientRequest request) {
        String peer = canonical(request.remoteAddress());
        if (!isTrusted(peer)) {
            return peer;
        }
        String plain = request.header("X-Forwarded-For");
        String forwarded = request.header("Forwarded");
        String first = plain == null ? null : client(peer, hops(plain));
        String second = forwarded == null ? null : client(peer, standardHops(forwarded));
        if (first != null && second != null) {
            return first.equals(second) ? first : peer;
        }
        return first != null ? first : Objects.requireNonNullElse(second, peer);
    }

    /** @param hops nearest first */
    private String client(String peer, List<String> hops) {
        String address = peer;
        for (String hop : hops) {
            @Nullable InetAddress parsed = Networks.parse(withoutPort(hop));
            if (parsed == null) {
                // A trusted proxy said "unknown" or nonsense: what lies beyond cannot be told.
                return address;
            }
            address = parsed.getHostAddress();
            if (!isTrusted(address)) {
                return address;
            }
        }
        return address;
    }

    /** Whether the peer is one of the trusted proxies, so that it may speak for others. */
    boolean isPeerTrusted(ClientRequest request) {
        return !trusted.isEmpty() && isTrusted(canonical(request.remoteAddress()));
    }

    /** Whether a trusted proxy, the nearest one, says that its own client came over TLS. */
    boolean isSecure(ClientRequest request) {
        return isPeerTrusted(request) && "https".equalsIgnoreCase(lastOf(request.header("X-Forwarded-Proto")));
    }

    /**
     * A URL that the server made of its own request, as the browser saw it: with the scheme and host that a trusted proxy
     * forwards, and below the path that it took away. What an untrusted peer forwards changes nothing.
     */
    String asSeenByBrowser(ClientRequest request, String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0 || !isPeerTrusted(request)) {
            return url;
        }
        int path = url.indexOf('/', scheme + 3);
        String proto = lastOf(request.header("X-Forwarded-Proto"));
        String host = lastOf(request.header("X-Forwarded-Host"));
        boolean isWeb = "http".equalsIgnoreCase(proto) || "https".equalsIgnoreCase(proto);
        String ownScheme = url.substring(0, scheme);
        String ownHost = url.substring(scheme + 3, path < 0 ? url.length() : path);
        return (isWeb ? Objects.requireNonNullElse(proto, ownScheme) : ownScheme).toLowerCase(Locale.ROOT)
                + "://"
                + Objects.requireNonNullElse(host, ownHost)
                + prefix(request)
                + (path < 0 ? "" : url.substring(path));
    }

    /** What the proxies took from the front of the path, the first one's first; empty if nothing, or nothing that fits. */
    private static String prefix(ClientRequest request) {
        String header = request.header("X-Forwarded-Prefix");
        if (header == null) {
            return "";
        }
        StringBuilder prefix = new StringBuilder();
        for (String part : header.split(",")) {
            String path = part.strip();
            prefix.append(path, 0, path.endsWith("/") ? path.length() - 1 : path.length());
        }
        return PREFIX.matcher(prefix).matches() ? prefix.toString() : "";
    }

    /** The host that the browser asked for: what a trusted proxy says it was, else what the request says. */
    String host(ClientRequest request) {
        String forwarded = isPeerTrusted(request) ? lastOf(request.header("X-Forwarded-Host")) : null;
        return Objects.requireNonNullElse(forwarded, request.host());
    }

    /** The last value of a list: the one that the nearest proxy added. */
    private static @Nullable String lastOf(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String last = header.substring(header.lastIndexOf(',') + 1).strip();
        return last.isEmpty() ? null : last;
    }

    /** Whether a peer in a private network forwards for others without being trusted: most likely a setting is missing. */
    boolean looksLikeMissing(ClientRequest request) {
        if (request.header("X-Forwarded-For") == null && request.header("Forwarded") == null) {
            return false;
        }
        InetAddress peer = Networks.parse(canonical(request.remoteAddress()));
        return peer != null && isPrivate(peer) && !isTrusted(peer.getHostAddress());
    }

    /**
     * Where a peer is that forwards for others, as it may be shown and kept: the address of a trusted proxy, or of this
     * machine; the network (/24, or /48 of IPv6) of another peer in a private network, for that may be a visitor who makes
     * believe. Null for any other.
     */
    @Nullable String ownProxy(ClientRequest request) {
        InetAddress peer = Networks.parse(canonical(request.remoteAddress()));
        if (peer == null) {
            return null;
        }
        if (isTrusted(peer.getHostAddress()) || THIS_MACHINE.contains(peer)) {
            return peer.getHostAddress();
        }
        return isPrivate(peer) ? Networks.cidr(peer) : null;
    }

    private boolean isTrusted(String address) {
        if (trusted.isEmpty()) {
            return false;
        }
        InetAddress parsed = Networks.parse(address);
        return parsed != null && trusted.stream().anyMatch(cidr -> cidr.contains(parsed));
    }

    /** The hops of {@code X-Forwarded-For}, nearest first. */
    private static List<String> hops(String header) {
        return nearestFirst(new ArrayList<>(List.of(header.split(","))));
    }

    /** The hops of {@code Forwarded}, nearest first; one that says nothing of its client is none that can be passed over. */
    private static List<String> standardHops(String header) {
        List<String> hops = new ArrayList<>();
        for (String element : header.split(",")) {
            String client = "";
            for (String pair : element.split(";")) {
                String trimmed = pair.strip();
                if (trimmed.regionMatches(true, 0, "for=", 0, 4)) {
                    client = trimmed.substring(4).replace("\"", "");
                }
            }
            hops.add(client);
        }
        return nearestFirst(hops);
    }

    private static List<String> nearestFirst(List<String> hops) {
        Collections.reverse(hops);
        return hops.subList(0, Math.min(hops.size(), MAX_HOPS));
    }

    /** {@code 1.2.3.4:567} and {@code [2001:db8::1]:567} without what is not the address. */
    private static String withoutPort(String hop) {
        String text = hop.strip();
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    /** Without brackets and zone, IPv4-mapped addresses as IPv4; what is no address stays as it is. */
    private static String canonical(String address) {
        String text = withoutPort(address);
        int zone = text.indexOf('%');
        InetAddress parsed = Networks.parse(zone < 0 ? text : text.substring(0, zone));
        return parsed == null ? address : parsed.getHostAddress();
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress() || address.isLoopbackAddress() || isUniqueLocal(address);
    }

    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }

    /** A network: an address and how many of its leading bits count (RFC 4632). */
    private static final class Cidr {

        private final byte[] network;
        private final int bits;

        private Cidr(byte[] network, int bits) {
            this.network = network;
            this.bits = bits;
        }

        static Cidr parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = Networks.parse(slash < 0 ? text : text.substring(0, slash));
            int length = address == null ? 0 : address.getAddress().length * 8;
            int bits = slash < 0 ? length : prefixLength(text.substring(slash + 1));
            if (address == null || bits < 0 || bits > length) {
                throw new SettingException(
                        "trusted_proxies", text, "use an address such as 10.0.0.7 or a network such as 10.0.0.0/8");
            }
            return new Cidr(address.getAddress(), bits);
        }

        private static int prefixLength(String text) {
            return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
