package io.livevisitors.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes that no HTTP client would send. */
final class RawCall {

    private static final int TIMEOUT_MILLIS = 30_000;

    private RawCall() {}

    /**
     * Sends a request and reads until the server closes.
     *
     * @param head request line and headers, each ended by CRLF, without {@code Host} and {@code Connection}
     * @return the whole answer, a character for each byte
     */
    static String send(Site site, String head, String body) {
        int lineEnd = head.indexOf("\r\n") + 2;
        String request = head.substring(0, lineEnd) + "Host: localhost\r\n"
                + (head.contains("Connection:") ? "" : "Connection: close\r\n") + head.substring(lineEnd) + "\r\n" + body;
        try (Socket socket = new Socket("127.0.0.1", site.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
