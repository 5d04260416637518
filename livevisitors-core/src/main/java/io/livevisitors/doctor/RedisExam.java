package io.livevisitors.doctor;

import io.livevisitors.model.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;

/** Whether the Redis server that is named answers. */
final class RedisExam {

    static final String REDIS = "redis";

    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_LINE = 512;

    private RedisExam() {}

    static List<Finding> examine(Case patient) {
        URI url = patient.redis();
        if (url == null) {
            return List.of();
        }
        Finding found = ping(url);
        boolean idle = found.verdict() == Finding.Verdict.FAULT && !patient.scaling();
        return List.of(
                idle
                        ? Finding.warning(
                                REDIS,
                                found.cause() + " Nothing here needs it.",
                                found.cure() + " Or leave REDIS_URL out.")
                        : found);
    }

    private static Finding ping(URI url) {
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        String place = "Redis at " + url.getHost() + ":" + port;
        try (Socket socket = Wire.connect(url.getHost(), port, "rediss".equals(url.getScheme()))) {
            String answer = "";
            if (url.getUserInfo() != null) {
                answer = ask(socket, auth(url.getUserInfo()));
            }
            if (!answer.startsWith("-")) {
                answer = ask(socket, "PING\r\n");
            }
            return verdict(place, answer);
        } catch (UnknownHostException e) {
            return unreachable(place, "the name " + url.getHost() + " is not known", "Correct the host in REDIS_URL.");
        } catch (ConnectException e) {
            return unreachable(
                    place, "connection refused: nothing listens there", "Start Redis there, or correct REDIS_URL.");
        } catch (SocketTimeoutException e) {
            return unreachable(
                    place, "no answer within " + Wire.TIMEOUT.toSeconds() + " s", "Open the way through the firewall.");
        } catch (SSLException e) {
            return unreachable(
                    place,
                    Wire.isUntrusted(e) ? "this Java does not trust its certificate" : "no TLS: " + e.getMessage(),
                    "Use redis:// where Redis speaks no TLS, and a certificate that this Java trusts where it does.");
        } catch (IOException e) {
            return unreachable(place, "the connection broke: " + e.getMessage(), "See the log of Redis.");
        }
    }

    private static Finding verdict(String place, String answer) {
        if (answer.startsWith("+PONG")) {
            return Finding.ok(REDIS, place + " answers.");
        }
        if (answer.contains("no password is set") || answer.contains("without any password configured")) {
            return Finding.fault(
                    REDIS, place + " has no password, and is sent one.", "Leave the password out of REDIS_URL.");
        }
        if (answer.startsWith("-NOAUTH") || answer.startsWith("-WRONGPASS") || answer.startsWith("-ERR AUTH")) {
            return Finding.fault(
                    REDIS,
                    place + " refuses the password, or asks for one.",
                    "Set REDIS_URL to redis://:password@host:port with the right one.");
        }
        if (answer.startsWith("-LOADING")) {
            return Finding.warning(REDIS, place + " is still loading its data.", "Wait until it has, and look again.");
        }
        if (answer.startsWith("-")) {
            // The rest may quote the command, and with it the password.
            return Finding.fault(
                    REDIS,
                    place + " refuses PING or AUTH: " + Wire.printable(answer.split(" ", 2)[0]) + ".",
                    "See the log of Redis, and correct user and password in REDIS_URL.");
        }
        return Finding.fault(
                REDIS,
                place + " does not answer as Redis does: " + Wire.printable(answer) + ".",
                "Correct host and port in REDIS_URL.");
    }

    private static Finding unreachable(String place, String why, String cure) {
        return Finding.fault(REDIS, place + " is not reachable: " + why + ".", cure);
    }

    /** AUTH as an array of bulk strings (RESP 2), so that a password may hold anything. */
    private static String auth(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? "" : userInfo.substring(0, colon);
        String password = userInfo.substring(colon + 1);
        StringBuilder command = new StringBuilder(user.isEmpty() ? "*2\r\n" : "*3\r\n").append(bulk("AUTH"));
        if (!user.isEmpty()) {
            command.append(bulk(user));
        }
        return command.append(bulk(password)).toString();
    }

    private static String bulk(String text) {
        return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n";
    }

    private static String ask(Socket socket, String command) throws IOException {
        socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
        InputStream in = Wire.reading(socket);
        return Wire.line(in, MAX_LINE);
    }
}
