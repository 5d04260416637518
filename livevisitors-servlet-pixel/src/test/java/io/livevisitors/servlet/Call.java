package io.livevisitors.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One HTTP request of a test. */
final class Call {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpRequest.Builder request;
    private final String method;
    private BodyPublisher body = BodyPublishers.noBody();

    Call(int port, String method, String path) {
        this.method = method;
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                // a server closes a connection whose body it refused to read, so none is used twice
                .setHeader("Connection", "close");
    }

    Call header(String name, String value) {
        request.setHeader(name, value);
        return this;
    }

    /** One more line of that header. */
    Call anotherLine(String name, String value) {
        request.header(name, value);
        return this;
    }

    Call body(String contentType, String text) {
        body = BodyPublishers.ofString(text);
        return header("Content-Type", contentType);
    }

    Call bodyWithoutType(String text) {
        body = BodyPublishers.ofString(text);
        return this;
    }

    /** A body whose length the server is not told beforehand. */
    Call chunked(String contentType, String text) {
        body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text.getBytes(UTF_8)));
        return header("Content-Type", contentType);
    }

    Answer send() {
        try {
            HttpResponse<byte[]> response =
                    CLIENT.send(request.method(method, body).build(), BodyHandlers.ofByteArray());
            return new Answer(response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return new String(response.body(), UTF_8);
        }

        /** The only line of that header; empty if there is none. */
        String header(String name) {
            List<String> lines = response.headers().allValues(name);
            if (lines.size() > 1) {
                throw new AssertionError(name + " was sent more than once: " + lines);
            }
            return lines.isEmpty() ? "" : lines.get(0);
        }

        /** Containers write it in upper and lower case, with and without blanks. */
        String contentType() {
            return header("Content-Type").toLowerCase(Locale.ROOT).replace(" ", "");
        }

        boolean has(String name) {
            return response.headers().firstValue(name).isPresent();
        }
    }
}
