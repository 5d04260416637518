package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.servlet.Call.Answer;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a page's script does, the server honours what the request says: on every way in. */
class ConsentTest {

    private static final String IDENTITY = ",\"visitor_token\":\"netsendo-uuid\",\"session_id\":\"netsendo-session\"";

    private final Site site = Site.start(Site.settings(), (context, live) -> {
        ServletHolder servlet = new ServletHolder(new PixelServlet(live));
        context.addServlet(servlet, Site.BASE + "/*");
        context.addServlet(servlet, "/t/pixel/*");
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

    /** The ways by which a page view comes in. */
    enum Way {
        EVENT,
        BATCH,
        GIF,
        FILTER,
        /** What NetSendo's own pixel sends, at NetSendo's path: it knows of no signal, and names its visitor. */
        NETSENDO;

        Call pageView(Site site) {
            return switch (this) {
                case EVENT -> site.event(Events.pageView());
                case BATCH ->
                    site.call("POST", "/batch")
                            .body("application/json", Events.batch(2).replace("\"v\"", "\"batch-v\""));
                case GIF -> site.call("GET", "/pixel.gif?pixel_id=shop").header("Referer", Events.PAGE);
                case FILTER -> site.page("GET", "/page/shoes");
                case NETSENDO ->
                    site.page("POST", "/t/pixel/event")
                            .body(
                                    "application/json",
                                    Events.pageViewWith(IDENTITY).replace("\"pixel_id\"", "\"user_id\""));
            };
        }

        /** The opt-out of whoever comes by this way. */
        String optOut() {
            String named = switch (this) {
                case BATCH -> ",\"visitor_token\":\"batch-v\"";
                case NETSENDO -> IDENTITY;
                case EVENT, GIF, FILTER -> "";
            };
            return Events.of("opt_out", named);
        }

        void send(Site site, String header, String value) {
            Call call = pageView(site);
            Answer answer = (header.isEmpty() ? call : call.header(header, value)).send();
            assertThat(answer.status()).isEqualTo(this == GIF || this == FILTER ? 200 : 204);
        }
    }

    static Stream<Arguments> everyWayWithEverySignal() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(
                        Arguments.of(way, "DNT", "1"),
                        Arguments.of(way, "dnt", " 1 "),
                        Arguments.of(way, "DNT", "1, 1"),
                        Arguments.of(way, "Sec-GPC", "1"),
                        Arguments.of(way, "Sec-Purpose", "prefetch"),
                        Arguments.of(way, "Sec-Purpose", "prefetch;prerender"),
                        Arguments.of(way, "Sec-Purpose", "prefetch; anonymous-client-ip"),
                        Arguments.of(way, "Sec-Purpose", "Prerender"),
                        Arguments.of(way, "Purpose", "prefetch"),
                        Arguments.of(way, "Purpose", "preview"),
                        Arguments.of(way, "X-Purpose", "preview"),
                        Arguments.of(way, "X-Purpose", "prefetch"),
                        Arguments.of(way, "X-Moz", "prefetch")));
    }

    @ParameterizedTest
    @MethodSource("everyWayWithEverySignal")
    void whoAsksNotToBeCountedOrIsNotThereYetLeavesNoTrace(Way way, String header, String value) {
        way.send(site, header, value);
        site.assertNothingRecorded();
        assertThat(site.live().counters()).containsAnyOf(Map.entry("consent_refused", 1L), Map.entry("prefetch", 1L));
    }

    static Stream<Arguments> everyWayWithEverythingElse() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(
                        Arguments.of(way, "", ""),
                        Arguments.of(way, "DNT", "0"),
                        Arguments.of(way, "DNT", "unspecified"),
                        Arguments.of(way, "Sec-GPC", "0"),
                        Arguments.of(way, "Sec-Purpose", "navigate"),
                        Arguments.of(way, "Purpose", "no-prefetch"),
                        Arguments.of(way, "X-Purpose", "reviewed-previews")));
    }

    @ParameterizedTest
    @MethodSource("everyWayWithEverythingElse")
    void whoDoesNotIsCounted(Way way, String header, String value) {
        way.send(site, header, value);
        assertThat(site.totals().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoOptedOutIsErasedAndNotCountedAgain(Way way) {
        way.send(site, "", "");
        assertThat(site.totals().count()).isEqualTo(1);

        assertThat(site.event(way.optOut()).send().status()).isEqualTo(204);
        assertThat(site.totals().count()).isZero();
        assertThat(site.totals().pages()).isEmpty();

        way.send(site, "", "");
        assertThat(site.totals().count()).isZero();
        assertThat(site.live().counters()).containsEntry("opted_out", 1L);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoDoesNotWantToBeCountedMayStillBeErased(Way way) {
        way.send(site, "", "");
        assertThat(site.event(way.optOut()).header("Sec-GPC", "1").send().status())
                .isEqualTo(204);
        assertThat(site.totals().count()).isZero();
    }

    @Test
    void aSignalInOneRequestIsNoneForTheNeighbour() {
        Way.EVENT.send(site, "DNT", "1");
        Way.GIF.send(site, "", "");
        assertThat(site.totals().count()).isEqualTo(1);
    }
}
