package io.livevisitors.doctor;

import io.livevisitors.model.Finding;
import io.livevisitors.web.StrippedUpgrade;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Opens a WebSocket as a page at the public address would, reads the greeting, and closes. Speaks HTTP and the first frame
 * by itself, since what matters are the answers that a WebSocket client hides: the status, where it leads, who sent it.
 */
final class SocketProbe {

    private static final String CHECK = SocketExam.WEBSOCKET;
    private static final int MAX_LINE = 4_096;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_FRAME = 65_536;
    private static final Pattern CODE = Pattern.compile("\\\\?\"code\\\\?\":([0-9]{4})");

    /** The head of an HTTP answer. */
    private record Head(int status, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final URI url;
    private final Case patient;
    private final String key;
    private final String place;

    private SocketProbe(URI url, Case patient) {
        this.url = url;
        this.patient = patient;
        this.key = patient.appKey();
        this.place = (isSecure() ? "wss" : "ws") + "://" + url.getRawAuthority() + path();
    }

    /** @param url where browsers find the library, the base path included as far as it is known */
    static Finding probe(URI url, Case patient) {
        return new SocketProbe(url, patient).attempt();
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private String path() {
        String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        return base + "/app/" + key;
    }

    private Finding attempt() {
        if (url.getHost() == null) {
            return fault(
                    "\"" + url.getRawAuthority() + "\" has no host that Java can look up",
                    "Use a name of letters, digits, dots and hyphens (an underscore is none of them) in public_url or"
                            + " REVERB_HOST.");
        }
        long began = System.nanoTime();
        int port = url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
        try (Socket socket = Wire.connect(url.getHost(), port, isSecure())) {
            socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = Wire.reading(socket);
            Head head = head(in);
            return head.status == 101 ? greeting(in, began) : refused(head);
        } catch (UnknownHostException e) {
            return fault(
                    "the name " + url.getHost() + " is not known",
                    "Correct the host of public_url (REVERB_HOST), or its DNS entry.");
        } catch (ConnectException e) {
            return fault(
                    "connection refused: nothing listens on port " + port,
                    "Start the proxy or server there, or correct host and port of public_url (REVERB_HOST,"
                            + " REVERB_PORT).");
        } catch (SocketTimeoutException e) {
            return fault(
                    "no answer within " + Wire.TIMEOUT.toSeconds() + " s",
                    "Open the way through firewall and proxy; a proxy that waits may not know how to upgrade.");
        } catch (SSLException e) {
            return Wire.isUntrusted(e) ? untrusted(e) : noTls(port, e);
        } catch (IOException e) {
            return fault(
                    "what listens on port " + port + " speaks no HTTP: "
                            + Wire.printable(String.valueOf(e.getMessage())),
                    isSecure()
                            ? "See which program listens there."
                            : "If the port speaks TLS, use https in public_url (REVERB_SCHEME); else see which program"
                                    + " listens there.");
        }
    }

    private Finding noTls(int port, SSLException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("unrecognized_name")) {
            return fault(
                    "what listens on port " + port + " has no certificate for " + url.getHost(),
                    "Set up the name there (server_name and ssl_certificate in nginx), or correct the host of public_url.");
        }
        if (e instanceof SSLHandshakeException && why.contains("terminated")) {
            return fault(
                    "what listens on port " + port + " hung up during the TLS handshake",
                    "See which program listens there, and whether it speaks TLS.");
        }
        if (e instanceof SSLHandshakeException) {
            return fault(
                    "the TLS handshake failed: " + Wire.printable(why),
                    "Allow TLS 1.2 or 1.3 there, with a certificate for " + url.getHost() + ".");
        }
        return fault(
                "port " + port + " speaks no TLS, though the scheme is https",
                "Use http in public_url (REVERB_SCHEME), or the port that has the certificate, 443 as a rule.");
    }

    private Finding untrusted(SSLException e) {
        String why = String.valueOf(e.getMessage());
        return Finding.warning(
                CHECK,
                "Whether " + place + " opens cannot be told, since this Java does not trust its certificate: "
                        + Wire.printable(why),
                "Get a certificate that browsers trust, for that very host; if it is your own authority's, add it to"
                        + " Java's trust store.");
    }

    private String request() {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        return "GET " + path() + "?protocol=7&client=doctor&version=1&probe=" + patient.probe() + " HTTP/1.1\r\nHost: "
                + url.getRawAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: bGl2ZXZpc2l0b3JzLWRvYw==\r\nOrigin: " + origin + "\r\n\r\n";
    }

    private static Head head(InputStream in) throws IOException {
        String status = Wire.line(in, MAX_LINE);
        if (!status.matches("HTTP/1\\.[01] [0-9]{3}.*")) {
            throw new IOException("answered " + Wire.printable(status));
        }
        Map<String, String> headers = new HashMap<>();
        String line = Wire.line(in, MAX_LINE);
        for (int i = 0; i < MAX_HEADERS && !line.isEmpty(); i++) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            line = Wire.line(in, MAX_LINE);
        }
        return new Head(Integer.parseInt(status.substring(9, 12)), headers);
    }

    private Finding greeting(InputStream in, long began) throws IOException {
        String text = frame(new DataInputStream(in));
        if (text.contains("pusher:connection_established")) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            return Finding.ok(CHECK, place + " opens and greets within " + millis + " ms.");
        }
        Matcher code = CODE.matcher(text);
        return switch (code.find() ? code.group(1) : "") {
            case "4001" ->
                fault(
                        "the application there does not know the key \"" + key + "\" (4001)",
                        "Point public_url at this application, or give both the same key (app_key, REVERB_APP_KEY).");
            case "4004" ->
                fault(
                        "there are as many connections as there may be (4004)",
                        "Raise connections (REVERB_APP_MAX_CONNECTIONS), or connections_per_address.");
            case "4009" ->
                fault(
                        "pages of " + url.getScheme() + "://" + url.getRawAuthority() + " may not open sockets (4009)",
                        "Set allowed_origins to that origin; or, if a proxy changes the host, have it pass the host on:"
                                + " proxy_set_header Host $http_host;");
            default ->
                fault(
                        "the first words there are not those of a Pusher server: " + Wire.printable(text),
                        "Point public_url at the base path of this library.");
        };
    }

    /** The payload of the first frame; servers do not mask (RFC 6455, section 5.1). */
    private static String frame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            throw new IOException("the first frame is larger than " + MAX_FRAME + " bytes");
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new String(payload, StandardCharsets.UTF_8);
    }

    private Finding refused(Head head) {
        String by = head.header("server").isEmpty() ? "" : " by " + Wire.printable(head.header("server"));
        String answered = "it was answered " + head.status + by;
        return switch (head.status) {
            case 400, 426 ->
                fault(
                        answered + ": a proxy does not pass the upgrade on"
                                + (isSecure() ? "" : ", or the port speaks TLS"),
                        "In nginx, add beside the proxy_pass to this server: " + nginxLines()
                                + (isSecure()
                                        ? ""
                                        : " If the port speaks TLS, use https in public_url (REVERB_SCHEME)."));
            case 301, 302, 303, 307, 308 -> redirected(answered, head.header("location"));
            case 401, 403, 407 ->
                fault(
                        answered + ": a proxy or filter wants a sign-in first",
                        "Let app/* through: the sockets and their channels have signatures of their own.");
            case 404 -> notMapped(answered);
            case 429, 503 ->
                fault(
                        answered + ": too many handshakes, or the server is starting or stopping",
                        "Wait a minute and try again.");
            case 502, 504 ->
                fault(
                        answered + ": the proxy does not reach this server",
                        "Correct host and port in the proxy's configuration (proxy_pass), and see that the server listens.");
            default ->
                fault(answered + ": something else lives there", "Point public_url at the base path of this library.");
        };
    }

    /** What was missing of a handshake that arrived, this one perhaps; else all that nginx needs. */
    private String nginxLines() {
        List<StrippedUpgrade.Sighting> seen = patient.stripped().get();
        List<String> lines = seen.isEmpty()
                ? new StrippedUpgrade(EnumSet.allOf(StrippedUpgrade.Part.class)).nginxLines()
                : seen.get(0).upgrade().nginxLines();
        return String.join(" ", lines);
    }

    /** To where the same path lives, or to a page that wants something first. */
    private Finding redirected(String answered, String location) {
        URI to = where(location);
        String shown = to == null ? "another page" : to.getScheme() + "://" + to.getRawAuthority() + to.getRawPath();
        String cause = answered + ", which leads to " + shown + ", and no WebSocket follows";
        if (to != null && to.getHost() != null && to.getRawPath().endsWith("/app/" + key)) {
            String base = shown.substring(0, shown.length() - ("/app/" + key).length());
            return fault(cause, "Set public_url to " + base + " (REVERB_SCHEME, REVERB_HOST and REVERB_PORT alike).");
        }
        return fault(
                cause,
                "If that is a sign-in, let app/* through without it: the sockets and their channels have signatures of"
                        + " their own. If it is not, correct public_url (REVERB_SCHEME, REVERB_HOST, REVERB_PORT).");
    }

    /** An address as a redirect names it, relative to the one that was asked; null if it is none. */
    private @Nullable URI where(String location) {
        try {
            URI asked = URI.create((isSecure() ? "https" : "http") + "://" + url.getRawAuthority() + path());
            URI to = asked.resolve(location.replaceFirst("[?#].*", ""));
            // Without user-info, which nobody need read.
            return new URI(to.getScheme(), null, to.getHost(), to.getPort(), to.getPath(), null, null);
        } catch (IllegalArgumentException | URISyntaxException e) {
            return null;
        }
    }

    private Finding notMapped(String answered) {
        if (!patient.pathKnown()) {
            return Finding.warning(
                    CHECK,
                    "Whether a WebSocket opens cannot be told: at " + place + " " + answered
                            + ", and nobody said below which path the library is.",
                    "Set public_url, for example to https://shop.example/livevisitors, or REVERB_SERVER_PATH to the path.");
        }
        return fault(
                answered + ": nothing is mapped at " + path(),
                "Correct the path of public_url (REVERB_SERVER_PATH), or map LiveSocketServlet to app/* there and have"
                        + " the proxy send it here.");
    }

    private Finding fault(String why, String cure) {
        return Finding.fault(CHECK, "No WebSocket opens at " + place + ": " + why + ".", cure);
    }
}
