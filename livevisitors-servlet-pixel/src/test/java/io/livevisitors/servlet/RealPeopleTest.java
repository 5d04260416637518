package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * People whom a careless rule against robots would drop: behind a proxy, with an old browser, or with one that says little.
 * Each is counted as a person, by the pixel, by the image and by the filter.
 */
class RealPeopleTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    private static final String SAFARI =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
                    + " Mobile/15E148 Safari/604.1";

    private final Site site = Site.start(Site.settings(), (context, live) -> {
        context.addServlet(new ServletHolder(new PixelServlet(live)), Site.BASE + "/*");
        FilterHolder filter = new FilterHolder(new LiveVisitorsFilter(live, Site.PIXEL));
        filter.setInitParameters(Map.of());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
        HostPages.addTo(context);
    });

    @AfterEach
    void stop() {
        site.close();
    }

    /** What their requests carry; the version of HTTP stands first. */
    static Stream<List<String>> people() {
        return Stream.concat(ways(), browsers().map(userAgent -> List.of("1.1", "User-Agent: " + userAgent)));
    }

    private static Stream<List<String>> ways() {
        return Stream.of(
                // nothing but a browser
                List.of("1.1", "User-Agent: " + FIREFOX),
                List.of("1.0", "User-Agent: " + FIREFOX),
                // proxies of companies, schools and providers: HTTP/1.1 or older, and their marks
                List.of("1.1", "User-Agent: " + Site.CHROME, "Via: 1.1 proxy.school.example (squid/5.7)"),
                List.of("1.0", "User-Agent: " + Site.CHROME, "Via: 1.0 cache:3128", "X-Forwarded-For: unknown"),
                List.of(
                        "1.1",
                        "User-Agent: " + Site.CHROME,
                        "Via: 1.1 a, 1.1 b, HTTP/1.1 c (Zscaler)",
                        "Forwarded: for=_hidden"),
                List.of(
                        "1.1",
                        "User-Agent: " + SAFARI,
                        "X-Forwarded-For: 10.1.2.3, 192.168.0.1",
                        "X-BlueCoat-Via: 0123456789abcdef"),
                List.of(
                        "1.1",
                        "User-Agent: " + FIREFOX,
                        "Cache-Control: max-age=259200",
                        "Proxy-Connection: keep-alive"),
                // what some proxies and settings take away
                List.of("1.1", "User-Agent: " + Site.CHROME, "Accept: */*"),
                List.of("1.1", "User-Agent: " + FIREFOX, "Accept-Language: *"),
                List.of("1.1", "User-Agent: " + FIREFOX, "Accept-Language: "),
                List.of("1.1", "User-Agent: Mozilla/5.0"),
                List.of("1.1", "User-Agent: "),
                List.of("1.1"),
                // signals that are no refusal, and savers of data
                List.of("1.1", "User-Agent: " + FIREFOX, "DNT: 0", "Save-Data: on"),
                List.of("1.1", "User-Agent: " + FIREFOX, "DNT: null"),
                List.of("1.1", "User-Agent: " + Site.CHROME, "Sec-GPC: 0", "Priority: u=0, i"),
                List.of("1.1", "User-Agent: " + Site.CHROME, "Sec-Fetch-Mode: cors", "Sec-Fetch-Site: cross-site"),
                // links that many share
                List.of("1.1", "User-Agent: " + FIREFOX, "X-Test-Referrer: https://www.google.com/search?q=semalt.com"),
                List.of("1.1", "User-Agent: " + FIREFOX, "X-Test-Referrer: https://t.co/abc"),
                List.of("1.1", "User-Agent: " + FIREFOX, "X-Test-Referrer: android-app://com.google.android.gm/"));
    }

    private static Stream<String> browsers() {
        return Stream.of(
                // old
                "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
                "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
                "Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0",
                "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) AppleWebKit/600.8.9 (KHTML, like Gecko) Version/7.1.8 Safari/537.85.17",
                "Opera/9.80 (Windows NT 6.1; U; en) Presto/2.10.229 Version/11.62",
                "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10",
                "Mozilla/5.0 (Linux; U; Android 2.3.6; en-us; GT-S5830i Build/GINGERBREAD) AppleWebKit/533.1 (KHTML, like Gecko)"
                        + " Version/4.0 Mobile Safari/533.1",
                "Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+",
                "Mozilla/5.0 (PlayStation 4 10.50) AppleWebKit/605.1.15 (KHTML, like Gecko)",
                "Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
                // careful of what they say
                "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Mozilla/5.0 (Android 13; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
                        + " Mobile/15E148 DuckDuckGo/7 Safari/605.1.15",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/8.1.1"
                        + " Focus/8.1.1 Mobile/15E148 Safari/605.1.15",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15 Epiphany/605.1.15",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) QtWebEngine/6.5.3 Chrome/108.0.5359.220 Safari/537.36",
                // within other applications, some of whose names are those of robots
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
                        + " [FBAN/FBIOS;FBAV/470.0.0.41.107;FBBV/612345678;FBDV/iPhone14,5;FBSN/iOS;FBSV/17.5.1]",
                "Mozilla/5.0 (Linux; Android 14; SM-S911B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
                        + " Chrome/126.0.6478.71 Mobile Safari/537.36 Instagram 337.0.0.35.102 Android",
                "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
                        + " Chrome/126.0.0.0 Mobile Safari/537.36 [Pinterest/Android]",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/322.0.6 Mobile/15E148 Safari/604.1",
                "Mozilla/5.0 (Linux; Android 12; CUBOT P60) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 9; CUBOT_POWER) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Mobile Safari/537.36");
    }

    static Stream<Arguments> peopleByEveryWay() {
        return people().flatMap(person -> Stream.of("pixel", "image", "filter").map(way -> Arguments.of(way, person)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("peopleByEveryWay")
    void personsAreCountedAsPersons(String way, List<String> person) throws IOException {
        String referrer = person.stream()
                .filter(header -> header.startsWith("X-Test-Referrer: "))
                .findFirst()
                .map(header -> header.substring(17).strip())
                .orElse("");
        List<String> headers = new ArrayList<>(person.subList(1, person.size()));
        headers.removeIf(header -> header.startsWith("X-Test-Referrer: "));
        String body = "";
        String line;
        switch (way) {
            case "pixel" -> {
                line = "POST " + Site.BASE + "/event";
                body = Events.pageViewWith(referrer.isEmpty() ? "" : ",\"referrer\":\"" + referrer + "\"");
                headers.add("Content-Type: text/plain;charset=UTF-8");
                headers.add("Content-Length: " + body.length());
            }
            case "image" -> {
                line = "GET " + Site.BASE + "/pixel.gif?pixel_id=shop";
                headers.add("Referer: " + Events.PAGE);
            }
            default -> {
                line = "GET /page/shoes";
                if (!referrer.isEmpty()) {
                    headers.add("Referer: " + referrer);
                }
                // only the document is a page
                headers.removeIf(header -> header.startsWith("Sec-Fetch-"));
            }
        }

        String answer = send(line + " HTTP/" + person.get(0), body, headers);

        assertThat(answer).matches("(?s)HTTP/1\\.[01] 20[04] .*");
        assertThat(site.totals().count()).as("people, of %s", person).isEqualTo(1);
        assertThat(site.totals().robots()).isZero();
        assertThat(site.totals().automated()).isZero();
    }

    private String send(String line, String body, List<String> headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(line, "Host: localhost:" + site.port(), "Connection: close"));
        lines.addAll(headers);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
