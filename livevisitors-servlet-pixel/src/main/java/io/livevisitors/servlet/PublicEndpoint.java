package io.livevisitors.servlet;

import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.PageViewSource;
import io.livevisitors.web.PublicCount;
import io.livevisitors.web.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What any page may load: the image that counts without script, and the count of a public pixel. */
final class PublicEndpoint {

    /** One transparent pixel, GIF89a. */
    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static final Map<String, String> GIF_HEADERS =
            Map.of("Content-Type", "image/gif", "Cache-Control", "no-store");

    /** A page may show the badge in whatever element it likes. */
    private static final String POLICY = "default-src 'none'";

    private static final String FOR_SECONDS = "public, max-age=5";

    private final Gateway gateway;

    PublicEndpoint(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Always the image, counted or not: a broken one would show in the page. */
    void gif(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("GET")) {
            count(Requests.toClientRequest(request, "/pixel.gif"));
        }
        Replies.write(request, response, HttpServletResponse.SC_OK, GIF_HEADERS, GIF);
    }

    private void count(ClientRequest client) {
        String pixelId = client.parameter("pixel_id");
        String pageUrl = given(client.parameter("page_url"), client.header("Referer"));
        if (pixelId == null || pageUrl == null) {
            gateway.count("gif_incomplete");
            return;
        }
        PageView pageView = PageView.of(pixelId, pageUrl).withTitle(client.parameter("page_title"));
        gateway.collector().pageView(client, pageView, PageViewSource.GIF);
    }

    private static @Nullable String given(@Nullable String value, @Nullable String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }

    void countJson(HttpServletRequest request, HttpServletResponse response) throws IOException {
        publicCount(request, response, Replies.JSON, PublicCount::toJson);
    }

    void badge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        publicCount(request, response, "image/svg+xml; charset=utf-8", Badge::svg);
    }

    private void publicCount(
            HttpServletRequest request,
            HttpServletResponse response,
            String contentType,
            Function<PublicCount, String> form)
            throws IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        String pixelId = QueryText.first(request.getQueryString(), "pixel_id");
        Optional<PublicCount> count = pixelId == null ? Optional.empty() : gateway.publicCount(pixelId);
        Reply reply = count.map(form)
                .map(text -> new Reply(
                        HttpServletResponse.SC_OK,
                        Map.of(
                                "Content-Type",
                                contentType,
                                "Cache-Control",
                                FOR_SECONDS,
                                "Content-Security-Policy",
                                POLICY),
                        text))
                .orElseGet(() -> Replies.refusal(404, "unknown_pixel", "there is no public pixel of that ID"));
        Replies.write(request, response, reply);
    }
}
