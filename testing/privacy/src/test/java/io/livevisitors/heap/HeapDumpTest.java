package io.livevisitors.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand visitors from ten thousand addresses, and what the host's heap still says of them when they have gone. */
class HeapDumpTest {

    private static final int NETWORKS = 40;
    private static final int HOSTS = 250;

    /** Most User-Agents that the classifier's cache holds. */
    private static final int CACHED_USER_AGENTS = 10_000;

    /** By then a salt of a host with brief days is long gone. */
    private static final Duration ENOUGH_DAYS = Host.BRIEF_DAY.multipliedBy(10);

    /** What a request gives away: an address, a mail address and a token of the URL, a visitor's token, a User-Agent. */
    private static final Pattern RAW =
            Pattern.compile("127\\.77\\.\\d{1,3}\\.\\d{1,3}|heapmail\\d+|heaptoken\\d+|heapvisitor\\d+|heapagent\\d+");

    /** The library, and the buffers of the JSON parser that it brings. */
    private static boolean isOurs(String name) {
        String type = name.replaceFirst("^static of ", "");
        return type.startsWith("io.livevisitors.") || type.startsWith("com.fasterxml.");
    }

    private static boolean isOwner(String name) {
        // A thread refers to its group and so to every other thread: what its locals hold is its own.
        return isOurs(name)
                || name.equals("java.lang.Thread")
                || name.equals("java.lang.ThreadGroup")
                || name.startsWith("org.")
                || name.startsWith("static of org.");
    }

    /** From how many networks somebody comes: the fewer, the fewer numbers are taken for an address by chance. */
    private int networks = NETWORKS;

    @TempDir
    private Path folder;

    /** What was found: its kind, and the arrays or objects that hold it with the values in them. */
    private record Hits(Map<String, Map<Long, String>> byKind) {}

    @ParameterizedTest
    @ValueSource(strings = {"jetty", "tomcat"})
    void memoryOfOursHoldsNobody(String container) throws Exception {
        try (Child host = new Child(container, folder.toString())) {
            visitAll(host);
            assertThat(host.ask("count")).isGreaterThan(9_000);
            HeapDump before = host.dump(folder.resolve("before.hprof"));
            List<byte[]> salts = salts(before);
            assertThat(salts).hasSize(1);

            host.ask("pass 86400");
            visit(host, 1, 1, 1);
            host.ask("pass 301");
            visit(host, 1, 1, 1);
            HeapDump after = host.dump(folder.resolve("after.hprof"));

            assertThat(occurrences(after, salts)).isEmpty();
            for (HeapDump dump : List.of(before, after)) {
                Map<String, Set<String>> holders = holders(dump, search(dump));
                holders.forEach((kind, who) -> assertThat(who.stream().filter(HeapDumpTest::isOurs))
                        .as(kind)
                        .allSatisfy(name -> assertThat(kind + name).startsWith("heapagentio.livevisitors.device.")));
            }
        }
    }

    /** What docs/privacy.md says of the container's settings: with them it keeps nothing once somebody else connects. */
    @ParameterizedTest
    @CsvSource({"jetty,default", "jetty,tidy", "tomcat,tidy"})
    void theContainersOwnSettingsClearItsPools(String container, String settings) throws Exception {
        networks = 1;
        try (Child host = new Child(container, folder.toString(), settings)) {
            for (int i = 1; i <= 200; i++) {
                visit(host, 1, i, i);
            }
            // the container's threads end a little later
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                knock(host);
                HeapDump dump =
                        host.dump(Files.createTempDirectory(folder, "dump").resolve("tidy.hprof"));
                Map<String, Set<String>> holders = holders(dump, search(dump));
                assertThat(holders).containsKey("heapagent");
                holders.forEach((kind, who) -> assertThat(who)
                        .as(kind)
                        .allMatch(name -> kind.equals("heapagent") && name.startsWith("io.livevisitors.device.")));
            });
        }
    }

    @Test
    void tomcatKeepsTheLastRequestsUnlessItIsTold() throws Exception {
        try (Child host = new Child("tomcat", folder.toString())) {
            for (int i = 1; i <= 20; i++) {
                visit(host, 1, i, i);
            }
            HeapDump dump = host.dump(folder.resolve("default.hprof"));
            assertThat(holders(dump, search(dump)).get("heapmail"))
                    .contains("org.apache.coyote.http11.Http11InputBuffer");
        }
    }

    @Test
    void aSaltIsGoneInItsTimeThoughNobodyComesAnyMore() throws Exception {
        try (Child host = new Child("jetty", folder.toString(), "brief")) {
            visit(host, 1, 1, 1);
            List<byte[]> salts = salts(host.dump(folder.resolve("0.hprof")));
            assertThat(salts).isNotEmpty();
            long started = System.nanoTime();
            List<Long> left = List.of();
            for (int i = 1; System.nanoTime() - started < ENOUGH_DAYS.toNanos(); i++) {
                left = occurrences(host.dump(folder.resolve(i + ".hprof")), salts);
                if (left.isEmpty()) {
                    break;
                }
            }
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theSearchFindsWhatIsPlanted() throws Exception {
        try (Child host = new Child("jetty", folder.toString(), "leak")) {
            for (int i = 1; i <= 20; i++) {
                visit(host, 1, i, i);
            }
            HeapDump dump = host.dump(folder.resolve("leak.hprof"));
            Map<String, Set<String>> holders = holders(dump, search(dump));
            String leak = LeakyServlet.class.getName();
            assertThat(holders.get("127.77.")).contains(leak);
            assertThat(holders.get("chars")).contains(leak);
            assertThat(holders.get("packed bytes")).contains(leak);
            assertThat(holders.get("packed int")).contains(leak);
            assertThat(holders.get("heapagent")).contains(leak);
        }
    }

    private static void visitAll(Child host) throws IOException {
        for (int network = 1; network <= NETWORKS; network++) {
            for (int i = 1; i <= HOSTS; i++) {
                visit(host, network, i, network * 1_000 + i);
            }
        }
    }

    private static void visit(Child host, int network, int address, int n) throws IOException {
        String token = n % 2 == 0 ? ",\"visitor_token\":\"heapvisitor" + n + "\"" : "";
        String body = "{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"tab_id\":\"t" + n + "\",\"page_url\":"
                + "\"http://localhost/reset/?mail=heapmail" + n + "@mail.example&token=heaptoken" + n + "\""
                + ",\"referrer\":\"http://localhost/u/heapmail" + n + "@mail.example\"" + token + "}";
        String request = "POST /livevisitors/event HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) heapagent" + n
                + " Chrome/140.0.0.0 Safari/537.36\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 77, (byte) network, (byte) address}), 0));
            socket.setSoTimeout(30_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 204");
        }
    }

    /** Somebody connects who says nothing of himself, since containers remember the last connection until another comes. */
    private static void knock(Child host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 404");
        }
    }

    private Hits search(HeapDump dump) {
        Map<String, Map<Long, String>> found = new TreeMap<>();
        dump.read(new HeapDump.Visitor() {
            @Override
            public void primitives(long id, int type, ByteBuffer elements) {
                byte[] bytes = new byte[elements.remaining()];
                elements.get(bytes);
                if (type == 8 || type == 5) {
                    texts(id, bytes, type == 5);
                }
                if (type == 8 && bytes.length <= 128) {
                    for (int i = 0; i + 4 <= bytes.length; i++) {
                        packed("packed bytes", id, ByteBuffer.wrap(bytes, i, 4).getInt());
                    }
                }
                for (int i = 0; (type == 10 || type == 11) && i < bytes.length; i += HeapDump.size(type)) {
                    ByteBuffer at = ByteBuffer.wrap(bytes, i, HeapDump.size(type));
                    number(id, "", type, type == 10 ? at.getInt() : at.getLong());
                }
            }

            private void texts(long id, byte[] bytes, boolean isChars) {
                Matcher latin = RAW.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
                while (latin.find()) {
                    note(latin.group().replaceFirst("(127\\.77\\.|[a-z]+).*", "$1"), id, latin.group());
                }
                for (int start = 0; start < 2; start++) {
                    byte[] half = new byte[Math.max(0, (bytes.length - start) / 2)];
                    for (int i = 0; i < half.length; i++) {
                        half[i] = bytes[start + 2 * i];
                    }
                    Matcher wide = RAW.matcher(new String(half, StandardCharsets.ISO_8859_1));
                    while (wide.find()) {
                        String kind = wide.group().replaceFirst("(127\\.77\\.|[a-z]+).*", "$1");
                        note(isChars ? "chars" : kind, id, wide.group());
                    }
                }
            }

            @Override
            public void number(long id, String owner, int type, long value) {
                boolean isHash = owner.equals("java.lang.String") || owner.endsWith("Node");
                if (!isHash && (type == 10 || value >>> 32 == 0)) {
                    packed("packed int", id, (int) value);
                }
            }

            private void packed(String kind, long id, int value) {
                if (isAddress(value) || isAddress(Integer.reverseBytes(value))) {
                    note(kind, id, Integer.toHexString(value));
                }
            }

            private void note(String kind, long id, String value) {
                var unused = found.computeIfAbsent(kind, k -> new HashMap<>()).putIfAbsent(id, value);
            }
        });
        return new Hits(found);
    }

    private boolean isAddress(int value) {
        int network = value >>> 8 & 0xff;
        int host = value & 0xff;
        return value >>> 16 == 0x7f4d && network >= 1 && network <= networks && host >= 1 && host <= HOSTS;
    }

    private static Map<String, Set<String>> holders(HeapDump dump, Hits hits) {
        Map<String, Set<String>> holders = new TreeMap<>();
        hits.byKind.forEach((kind, where) -> {
            Set<Long> ids = new HashSet<>(where.keySet());
            Set<String> names = dump.holders(ids, HeapDumpTest::isOwner);
            if (kind.equals("heapagent")) {
                assertThat(new HashSet<>(where.values())).hasSizeLessThanOrEqualTo(CACHED_USER_AGENTS + 1_000);
            }
            holders.put(kind, names);
        });
        return holders;
    }

    private static List<byte[]> salts(HeapDump dump) {
        Set<Long> ids = new HashSet<>();
        List<byte[]> salts = new ArrayList<>();
        dump.read(new HeapDump.Visitor() {
            @Override
            public void reference(long from, String owner, long to) {
                if (owner.equals("io.livevisitors.privacy.SaltRing$Salt")) {
                    ids.add(to);
                }
            }
        });
        dump.read(new HeapDump.Visitor() {
            @Override
            public void primitives(long id, int type, ByteBuffer elements) {
                if (ids.contains(id)) {
                    byte[] salt = new byte[elements.remaining()];
                    elements.get(salt);
                    salts.add(salt);
                }
            }
        });
        return salts;
    }

    private static List<Long> occurrences(HeapDump dump, List<byte[]> salts) {
        List<Long> found = new ArrayList<>();
        dump.read(new HeapDump.Visitor() {
            @Override
            public void primitives(long id, int type, ByteBuffer elements) {
                byte[] bytes = new byte[elements.remaining()];
                elements.get(bytes);
                if (bytes.length == 32 && salts.stream().anyMatch(salt -> Arrays.equals(salt, bytes))) {
                    found.add(id);
                }
            }
        });
        return found;
    }

    /** The host in its process. */
    private static final class Child implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final int port;

        Child(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Host.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            answers = process.inputReader(StandardCharsets.UTF_8);
            port = Integer.parseInt(String.valueOf(answers.readLine()));
        }

        int ask(String command) throws IOException {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return Integer.parseInt(String.valueOf(answers.readLine()));
        }

        HeapDump dump(Path file) throws IOException {
            ask("dump " + file);
            return new HeapDump(file);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
