package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * nginx in front of a site, started by {@code samples/proxy/run}: TLS with a certificate that signs itself, and a path that
 * it takes away. Its configuration may be changed while it runs.
 */
final class Nginx implements Site {

    static final String PREFIX = "/stats";

    private static final Pattern LINK = Pattern.compile("Shop +https://localhost:(\\d+)" + PREFIX + "/");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Command command;
    private final Path folder;
    private final int port;

    private Nginx(Command command, Path folder, int port) {
        this.command = command;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts on a free port.
     *
     * @param folder empty; for the certificate, the configuration and what the processes write
     */
    static Nginx inFrontOf(Site site, Path folder) throws IOException {
        Path run = Checkout.project().resolve("samples/proxy/run");
        Command command = Command.start(
                folder,
                folder,
                List.of(
                        run.toString(),
                        "--port",
                        "0",
                        "--prefix",
                        PREFIX,
                        "--upstream",
                        HOST + ":" + site.port(),
                        "--folder",
                        folder.toString()));
        Matcher link = LINK.matcher(command.firstLines(2).get(0));
        assertThat(link.matches()).as("%s", command.output()).isTrue();
        return new Nginx(command, folder, Integer.parseInt(link.group(1)));
    }

    /** What an operator may write into {@code sites-enabled}. */
    String configuration() throws IOException {
        return Files.readString(folder.resolve("site.conf"));
    }

    /** Changes the configuration, has nginx read it, and waits until nobody is let in by the one before. */
    void reconfigure(UnaryOperator<String> change) throws IOException {
        String before = configuration();
        String after = change.apply(before);
        assertThat(after).as("the change changes something").isNotEqualTo(before);
        Files.writeString(folder.resolve("site.conf"), after);
        long pid = Long.parseLong(Files.readString(folder.resolve("nginx.pid")).strip());
        ProcessHandle master = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> workers = master.children().toList();
        int status = run("kill", "-HUP", "" + pid).exitValue();
        assertThat(status).as("exit status of kill").isZero();
        await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(Nginx::letsIn));
    }

    /** Whether a worker takes new connections; one that was told to go waits for those it has, a browser's spare ones too. */
    private static boolean letsIn(ProcessHandle worker) {
        return worker.isAlive() && !title(worker).contains("is shutting down");
    }

    /** What a process calls itself. */
    private static String title(ProcessHandle process) {
        try (InputStream title =
                run("ps", "-o", "args=", "-p", "" + process.pid()).getInputStream()) {
            return new String(title.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process run(String... words) throws IOException {
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .onExit()
                .join();
    }

    /** Trusts this nginx alone. */
    SSLContext trust() {
        return trust(folder);
    }

    /** Trusts the certificate in a folder that {@code samples/proxy/run} was given, and no other. */
    static SSLContext trust(Path folder) {
        try (InputStream file = Files.newInputStream(folder.resolve("certificate.pem"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "nginx", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpClient client() {
        return HttpClient.newBuilder().sslContext(trust()).build();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String url(String path) {
        return "https://localhost:" + port + PREFIX + path;
    }

    /** As an operator ends it; nothing may be left over. */
    @Override
    public void close() {
        try (command) {
            command.interrupt();
            assertThat(command.exitStatus()).isEqualTo(130);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
