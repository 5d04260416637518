package io.livevisitors.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.servlet.PixelServlet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A host application in a process of its own, so that nothing of the test is in its heap. Prints its port; then each line
 * of its input is a command: {@code pass SECONDS}, {@code dump FILE}, {@code count}.
 */
final class Host {

    private Host() {}

    /** How long a host's day and its overlap are that is started with {@code brief}. */
    static final Duration BRIEF_DAY = Duration.ofSeconds(3);

    private static final Duration BRIEF_OVERLAP = Duration.ofSeconds(1);

    /**
     * Arguments: {@code jetty} or {@code tomcat}, a folder, and one of {@code leak} to have a servlet that forgets nothing,
     * {@code brief} for salts that live for seconds, {@code tidy} for the container's settings that clear its pools.
     */
    public static void main(String[] arguments) throws Exception {
        AtomicLong passed = new AtomicLong();
        String kind = arguments.length > 2 ? arguments[2] : "";
        LiveVisitorsBuilder builder = LiveVisitors.builder()
                .pixel("shop")
                .pixel("blog")
                .keys("app", "key", "secret")
                .ticker(() -> System.nanoTime() + passed.get());
        if (kind.equals("brief")) {
            builder.anonymizer(Anonymizer.builtInWith()
                    .rotation(BRIEF_DAY)
                    .overlap(BRIEF_OVERLAP)
                    .build());
        }
        LiveVisitors live = builder.build();
        jakarta.servlet.Servlet registered = kind.equals("leak") ? new LeakyServlet(live) : new PixelServlet(live);
        boolean tidy = kind.equals("tidy");
        int port = arguments[0].equals("jetty")
                ? jetty(registered, tidy)
                : tomcat(registered, Path.of(arguments[1]), tidy);
        System.out.println(port);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "pass" ->
                    passed.addAndGet(
                            Duration.ofSeconds(Long.parseLong(words[1])).toNanos());
                case "dump" -> dump(words[1]);
                default -> {}
            }
            System.out.println(live.snapshot("shop").totals().count());
        }
        System.exit(0);
    }

    private static int jetty(jakarta.servlet.Servlet servlet, boolean tidy) throws Exception {
        Server server = tidy ? new Server(briefThreads(), null, new ByteBufferPool.NonPooling()) : new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), "/livevisitors/*");
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    /** Threads that end soon after their work, and with them what their locals hold. */
    private static QueuedThreadPool briefThreads() {
        QueuedThreadPool threads = new QueuedThreadPool(20, 0, 500);
        threads.setReservedThreads(0);
        return threads;
    }

    private static int tomcat(jakarta.servlet.Servlet servlet, Path folder, boolean tidy) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        if (tidy) {
            connector.setProperty("processorCache", "0");
            connector.setProperty("socket.processorCache", "0");
            connector.setProperty("socket.bufferPool", "0");
            connector.setProperty("minSpareThreads", "0");
            connector.setProperty("maxThreads", "20");
        }
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(
                (classes, site) -> site.addServlet("pixel", servlet).addMapping("/livevisitors/*"), null);
        tomcat.start();
        return connector.getLocalPort();
    }

    private static void dump(String file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
    }
}
