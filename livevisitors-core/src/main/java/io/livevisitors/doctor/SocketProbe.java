package io.livevisitors.doctor;

import io.livevisitors.model.Finding;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

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
    private final String key;
    private final String nginxLines;
    private final String place;

    private SocketProbe(URI url, String key, String nginxLines) {
        this.url = url;
        this.key = key;
        this.nginxLines = nginxLines;
        this.place = (isSecure() ? "wss" : "ws") + "://" + url.getRawAuthority() + path();
    }

    /**
     * @param url where browsers find the library, the base path included
     * @param nginxLines what to add to nginx if it turns out not to pass upgrades
     */
    static Finding probe(URI url, String key, String nginxLines) {
        return new SocketProbe(url, key, nginxLines).attempt();
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private String path() {
        String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        return base + "/app/" + key;
    }

    private Finding attempt() {
        long began = System.nanoTime();
        int port = url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
        try (Socket socket = Wire.connect(url.getHost(), port, isSecure())) {
            socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
            Head head = head(socket.getInputStream());
            return head.status == 101 ? greeting(socket.getInputStream(), began) : refused(head);
        } catch (UnknownHostException e) {
            return fault(
                    "the name " + url.getHost() + " is not known", "Correct the host of public_url, or its DNS entry.");
        } catch (ConnectException e) {
            return fault(
                    "connection refused: nothing listens on port " + port,
                    "Start the proxy or server there, or correct host and port of public_url (REVERB_HOST,"
                            + " REVERB_PORT).");
        } catch (SocketTimeoutException e) {
            return fault(
                    "no answer within " + Wire.TIMEOUT.toSeconds() + " s",
                    "Open the way through firewall and proxy; a proxy that waits may not know how to upgrade.");
        } catch (SSLHandshakeException e) {
            return untrusted(e);
        } catch (SSLException e) {
            return fault(
                    "port " + port + " speaks no TLS, though the scheme is https",
                    "Use http in public_url (REVERB_SCHEME), or the port that has the certificate, 443 as a rule.");
        } catch (IOException | RuntimeException e) {
            return fault(
                    "what listens on port " + port + " speaks no HTTP: "
                            + Wire.printable(String.valueOf(e.getMessage())),
                    isSecure()
                            ? "See which program listens there."
                            : "If the port speaks TLS, use https in public_url (REVERB_SCHEME); else see which program"
                                    + " listens there.");
        }
    }

    private Finding untrusted(SSLHandshakeException e) {
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
        return "GET " + path() + "?protocol=7&client=doctor&version=1 HTTP/1.1\r\nHost: " + url.getRawAuthority()
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
                        "In nginx, add beside the proxy_pass to this server: " + nginxLines
                                + (isSecure() ? "" : " Use https in public_url (REVERB_SCHEME) if it is a TLS port."));
            case 301, 302, 303, 307, 308 ->
                fault(
                        answered + ", which leads to " + Wire.printable(head.header("location"))
                                + ", and no WebSocket follows",
                        "Set public_url (REVERB_SCHEME, REVERB_HOST, REVERB_PORT) to where that leads.");
            case 401, 403, 407 ->
                fault(
                        answered + ": a proxy or filter wants a sign-in first",
                        "Let app/* through: the sockets and their channels have signatures of their own.");
            case 404 ->
                fault(
                        answered + ": nothing is mapped at " + path(),
                        "Correct the path of public_url, or map LiveSocketServlet to app/* there and have the proxy send it"
                                + " here.");
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

    private Finding fault(String why, String cure) {
        return Finding.fault(CHECK, "No WebSocket opens at " + place + ": " + why + ".", cure);
    }
}
