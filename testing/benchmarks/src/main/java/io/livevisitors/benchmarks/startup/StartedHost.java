package io.livevisitors.benchmarks.startup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.livevisitors.benchmarks.LiveHeap;
import io.livevisitors.benchmarks.ProcessorTime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/**
 * A process that starts a host application, asks it for a text of its own that no library counts, looks at itself, and
 * then sends the first event and asks for the first page; it prints what all of that took.
 */
final class StartedHost {

    /** What of the two is first, and so bears what was put off until somebody comes. */
    enum First {
        EVENT,
        PAGE
    }

    private static final String OWN_THREADS = "livevisitors-";
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private StartedHost() {}

    /** Takes a {@link Container}, {@link Contents}, {@link First} and when the process was begun, in milliseconds. */
    public static void main(String... arguments) throws Exception {
        Container container = Container.valueOf(arguments[0]);
        Contents contents = Contents.valueOf(arguments[1]);
        long start = System.nanoTime();
        int port = container.start(contents != Contents.NOTHING, (classes, context) -> register(contents, context));
        print("started", System.nanoTime() - start);
        request(port, "GET", OwnPages.TEXT, "");
        print("answered", System.currentTimeMillis() - Long.parseLong(arguments[3]));
        print("processor", ProcessorTime.nanos());
        print("threads", ownThreads().size());
        print("heap", LiveHeap.bytes());
        print("classes", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        First first = First.valueOf(arguments[2]);
        for (First one : first == First.EVENT ? List.of(First.EVENT, First.PAGE) : List.of(First.PAGE, First.EVENT)) {
            print(one.name(), one == First.EVENT ? event(contents, port) : request(port, "GET", OwnPages.PAGE, ""));
        }
        print("next", event(contents, port));
        print("odd", ownThreads().stream().filter(thread -> !thread.isDaemon()).count());
        Runtime.getRuntime().halt(0); // neither container need be stopped, and nothing of theirs is to be measured
    }

    private static void register(Contents contents, ServletContext context) {
        if (contents == Contents.LIBRARY) {
            WithLibrary.register(context);
        }
        ServletRegistration.Dynamic pages = context.addServlet("pages", new OwnPages());
        pages.setLoadOnStartup(1);
        pages.setAsyncSupported(true);
        pages.addMapping(OwnPages.PAGE, OwnPages.TEXT, OwnPages.POSTS);
    }

    private static long event(Contents contents, int port) throws IOException {
        String path = contents == Contents.LIBRARY ? WithLibrary.EVENTS : OwnPages.POSTS;
        return request(
                port,
                "POST",
                path,
                "{\"pixel_id\":\"" + WithLibrary.PIXEL + "\",\"event_type\":\"page_view\",\"page_url\":\"http://"
                        + Container.LOOPBACK + "/tea\",\"tab_id\":\"k3v9x2q8m1\",\"seq\":1,\"hidden\":false}");
    }

    /** Nanoseconds until the whole answer is here, which has to be 200 or 204. */
    private static long request(int port, String method, String path, String body) throws IOException {
        String host = Container.LOOPBACK + ":" + port;
        byte[] request = (method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host
                        + "\r\nUser-Agent: " + BROWSER + "\r\nAccept: text/html\r\nAccept-Language: en-GB,en;q=0.9\r\n"
                        + "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(ISO_8859_1);
        long start = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request);
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            long nanos = System.nanoTime() - start;
            if (!answer.startsWith("HTTP/1.1 20")) {
                throw new IOException(method + " " + path + " was answered: " + answer);
            }
            return nanos;
        }
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(OWN_THREADS))
                .toList();
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }
}
