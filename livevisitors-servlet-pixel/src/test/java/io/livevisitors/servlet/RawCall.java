package io.livevisitors.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes that no HTTP client would send. */
final class RawCall {

    private static final int TIMEOUT_MILLIS = 30_000;

    private RawCall() {}

    /**
     * Sends a request and reads until the server closes.
     *
     * @param line method and target
     * @param headers lines beside {@code Host} and, unless given, {@code Connection: close}
     * @return the whole answer, a character for each byte
     */
    static String send(Site site, String line, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(line + " HTTP/1.1", "Host: localhost"));
        lines.addAll(List.of(headers));
        if (lines.stream().noneMatch(header -> header.startsWith("Connection:"))) {
            lines.add("Connection: close");
        }
        String request = String.join("\r\n", lines) + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server may answer and close before it was told everything. */
    private static void write(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // the answer is there to be read all the same
        }
    }
}
