package io.livevisitors.web;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket handshake that arrived as an ordinary request: what a proxy took away from it, and the cure, in words and as
 * lines to copy. {@code Upgrade} and {@code Connection} are meant for one hop alone, so a proxy passes them on only if it
 * is told to (RFC 9110, sections 7.6.1 and 7.8), and HTTP/1.0 knows no upgrade. The {@code Sec-WebSocket-} headers come
 * through all the same, which is what gives it away. Immutable.
 *
 * @param missing what the server did not get; never empty, in the order of {@link Part}
 * @see <a href="https://nginx.org/en/docs/http/websocket.html">nginx: WebSocket proxying</a>
 */
public record StrippedUpgrade(Set<Part> missing) {

    /** What makes a request an upgrade (RFC 6455, section 4.2.1), with the line that has nginx pass it on. */
    public enum Part {
        /** HTTP/1.1; nginx asks in HTTP/1.0 unless it is told otherwise. */
        HTTP_1_1("proxy_http_version 1.1;"),
        /** The header {@code Upgrade: websocket}. */
        UPGRADE("proxy_set_header Upgrade $http_upgrade;"),
        /** The header {@code Connection: upgrade}. */
        CONNECTION("proxy_set_header Connection \"upgrade\";");

        private final String nginxLine;

        Part(String nginxLine) {
            this.nginxLine = nginxLine;
        }

        /** The line of nginx's configuration, its semicolon included. */
        public String nginxLine() {
            return nginxLine;
        }
    }

    /**
     * What was seen of one kind of stripped upgrade since the start.
     *
     * @param upgrade what is missing, and the cure
     * @param proxy where the requests came from, if that is a proxy of the host's own: the address of a trusted one or of
     *     this machine, the network of another one in a private network, such as {@code 10.0.3.0/24}; else null
     * @param count requests
     * @param first when the first came
     * @param last when the newest came
     */
    public record Sighting(
            StrippedUpgrade upgrade, @Nullable String proxy, long count, Instant first, Instant last) {}

    public StrippedUpgrade {
        if (missing.isEmpty()) {
            throw new IllegalArgumentException("missing is empty: an upgrade that lacks nothing is not stripped");
        }
        missing = Collections.unmodifiableSet(EnumSet.copyOf(missing));
    }

    /** What is wrong, in one sentence. */
    public String message() {
        return "A proxy in front of this server does not pass WebSocket upgrades on.";
    }

    /** What to do, in words that {@link #nginxLines} completes. */
    public String remedy() {
        return "In nginx, add beside the proxy_pass to this server";
    }

    /** The lines that are missing in nginx's configuration, in the order in which they are best written. */
    public List<String> nginxLines() {
        return missing.stream().map(Part::nginxLine).toList();
    }

    /** Message, remedy and lines as one text, for a log or an answer. */
    public String text() {
        return message() + " " + remedy() + ": " + String.join(" ", nginxLines());
    }
}
