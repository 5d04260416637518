package io.livevisitors.doctor;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Connections to try something with: bounded in time and size, closed by whoever asked. */
final class Wire {

    /** For the connection, and once more for all that is read. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private Wire() {}

    /** @param tls whether to shake hands, with a certificate for that host that this Java trusts */
    static Socket connect(String host, int port, boolean tls) throws IOException {
        int millis = Math.toIntExact(TIMEOUT.toMillis());
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(name, port), millis);
            plain.setSoTimeout(millis);
            return tls ? secured(plain, name, port) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, String name, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, name, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** What comes from a socket, for as long as {@link #TIMEOUT} allows in all, however it trickles. */
    static InputStream reading(Socket socket) throws IOException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                hurry();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                hurry();
                return super.read(bytes, offset, length);
            }

            private void hurry() throws IOException {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new SocketTimeoutException("too slow");
                }
                socket.setSoTimeout(Math.toIntExact(left));
            }
        };
    }

    /** Whether a handshake failed since the certificate is none that this Java trusts. */
    static boolean isUntrusted(SSLException e) {
        return e.getCause() instanceof CertificateException || e instanceof SSLPeerUnverifiedException;
    }

    /**
     * Reads up to a line feed, or as much as may be.
     *
     * @throws EOFException if the other side closed before the first byte
     */
    static String line(InputStream in, int max) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            throw new EOFException("closed without an answer");
        }
        while (next >= 0 && next != '\n' && line.length() < max) {
            line.append((char) next);
            next = in.read();
        }
        return new String(line.toString().strip().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** What a stranger sent, made fit for people: short, and on one line. */
    static String printable(String text) {
        String cut = text.length() <= 120 ? text : text.substring(0, 120) + "…";
        return '"' + cut.replaceAll("[^\\x20-\\x7e…]", "?").replace('"', '\'') + '"';
    }
}
