package io.livevisitors.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A program that listens where a server is meant to, and gives everybody one answer: what proxies and foreign servers say
 * when they are set up wrong, which real ones do not on demand.
 */
public final class Places implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    /** The first byte of a text frame that is whole (RFC 6455, section 5.2). */
    private static final char TEXT_FRAME = 0x81;

    private final ServerSocket socket;
    private final Thread thread;

    private volatile String request = "";

    private final boolean patient;

    private final long pauseMillis;

    private Places(ServerSocket socket, byte[] answer, boolean patient) {
        this(socket, answer, patient, 0);
    }

    private Places(ServerSocket socket, byte[] answer, boolean patient, long pauseMillis) {
        this.socket = socket;
        this.patient = patient;
        this.pauseMillis = pauseMillis;
        this.thread = new Thread(() -> serve(answer), "place");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Answers each request.
     *
     * @param answer as it goes over the wire, once a request is complete
     */
    public static Places answering(String answer) {
        return of(answer, true);
    }

    /** Answers whatever comes, with its first byte; an empty answer is that of a program that closes without a word. */
    static Places answeringAtOnce(String answer) {
        return of(answer, false);
    }

    /** Answers a byte at a time, for longer than anybody should wait. */
    static Places trickling() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(60);
        return new Places(
                new ServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                answer.getBytes(StandardCharsets.ISO_8859_1),
                true,
                300);
    }

    private static Places of(String answer, boolean patient) {
        try {
            return new Places(
                    new ServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                    answer.getBytes(StandardCharsets.ISO_8859_1),
                    patient);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that accepts the upgrade and sends one text frame. */
    static Places greeting(String text) {
        char length = (char) text.length();
        String header = "" + TEXT_FRAME + (length < 126 ? "" : (char) 126 + "\0") + length;
        return answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n" + header + text);
    }

    /** A server with a certificate that nobody signed. */
    static Places selfSigned(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "shop",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return new Places(
                tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
                true);
    }

    /** A port of this machine at which nobody listens. */
    static int deserted() {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of the newest request. */
    public String request() {
        return request;
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void serve(byte[] answer) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.setSoTimeout(10_000);
                StringBuilder head = new StringBuilder();
                InputStream in = client.getInputStream();
                while ((patient || head.isEmpty())
                        && head.indexOf("\r\n\r\n") < 0
                        && !head.toString().endsWith("PING\r\n")) {
                    int next = in.read();
                    if (next < 0) {
                        break;
                    }
                    head.append((char) next);
                }
                request = head.toString();
                if (pauseMillis == 0) {
                    client.getOutputStream().write(answer);
                } else {
                    trickle(client, answer);
                }
                client.getOutputStream().flush();
            } catch (IOException e) {
                request = "broken: " + e; // the next client may be luckier
            }
        }
    }

    private void trickle(Socket client, byte[] answer) throws IOException {
        for (byte each : answer) {
            client.getOutputStream().write(each);
            client.getOutputStream().flush();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }
}
