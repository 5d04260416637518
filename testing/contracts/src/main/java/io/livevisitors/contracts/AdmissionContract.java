package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import io.livevisitors.contracts.RawClient.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How many connections there may be (WIRE.md, section 4), counted from the handshake to the end. */
public class AdmissionContract {

    private static final int PLACES = 5;
    private static final AtomicInteger TESTS = new AtomicInteger();

    /** Behind a proxy, so that a test may come from any address. */
    @RegisterExtension
    static final Host few =
            Host.with(builder -> builder.trustedProxies("127.0.0.1").limit(Limit.CONNECTIONS, PLACES));

    @RegisterExtension
    static final Host onePerAddress =
            Host.with(builder -> builder.trustedProxies("127.0.0.1").limit(Limit.CONNECTIONS_PER_ADDRESS, 1));

    @RegisterExtension
    static final Host calm =
            Host.with(builder -> builder.trustedProxies("127.0.0.1").limit(Limit.HANDSHAKES_PER_ADDRESS, 3));

    private final int number = TESTS.incrementAndGet();
    private final String here = "192.0.2." + number;
    private final String there = "198.51.100." + number;
    private final String network = "2001:db8:" + number + ":";

    @BeforeEach
    void everyPlaceIsFree() {
        await().until(() ->
                few.api().get("connections").json().path("connections").asInt() == 0);
    }

    @Test
    void refusesWhoComesBeyondTheQuotaWithAnErrorAndThenTheCloseCode() {
        fill();
        RawClient late = few.handshake(Map.of());

        assertThat(late.status()).isEqualTo(101);
        Event error = late.next(RawClient.ERROR);
        assertThat(error.code()).isEqualTo(4004);
        assertThat(error.data().path("message").asText()).isNotEmpty();
        assertThat(late.frame().closeCode()).isEqualTo(4004);
    }

    @Test
    void letsThoseWhoAreInStayWhenOthersAreRefused() {
        List<RawClient> in = fill();
        for (int i = 0; i < 10; i++) {
            assertThat(few.handshake(Map.of()).closeCode()).isEqualTo(4004);
        }

        in.forEach(RawClient::hearsNothing);
    }

    @Test
    void admitsNeverMoreThanTheQuotaHoweverManyComeAtOnce() {
        for (int round = 0; round < 3; round++) {
            List<RawClient> all =
                    Crowd.of(12, i -> few.handshake(Map.of())).stream().toList();
            List<String> first =
                    all.stream().map(client -> client.event().event()).toList();

            assertThat(first.stream().filter(RawClient.ESTABLISHED::equals)).hasSize(PLACES);
            assertThat(first.stream().filter(RawClient.ERROR::equals)).hasSize(12 - PLACES);
            all.forEach(RawClient::close);
            await().until(() ->
                    few.api().get("connections").json().path("connections").asInt() == 0);
        }
    }

    @Test
    void admitsNeverMoreThanTheQuotaOfAnAddressHoweverManyComeAtOnce() {
        List<RawClient> all = Crowd.of(12, i -> onePerAddress.handshake(from(here)));

        assertThat(all.stream().map(client -> client.event().event()).filter(RawClient.ESTABLISHED::equals))
                .hasSize(1);
    }

    @Test
    void refusesASecondConnectionOfAnAddressAndNoneOfOthers() {
        onePerAddress.handshake(from(here)).established();

        RawClient second = onePerAddress.handshake(from(here));
        assertThat(second.next(RawClient.ERROR).code()).isEqualTo(4004);
        assertThat(second.frame().closeCode()).isEqualTo(4004);
        onePerAddress.handshake(from(there)).established();
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        onePerAddress.handshake(from(network + ":1")).established();

        assertThat(onePerAddress.handshake(from(network + ":2")).closeCode()).isEqualTo(4004);
        onePerAddress.handshake(from(network + "1::1")).established();
    }

    @Test
    void goesByTheAddressThatTheProxyAddedNotByOnesTheClientMadeUp() {
        onePerAddress.handshake(from("203.0.113.1, " + here)).established();

        assertThat(onePerAddress.handshake(from("203.0.113.2, " + here)).closeCode())
                .isEqualTo(4004);
        onePerAddress.handshake(from("203.0.113.1, " + there)).established();
    }

    @Test
    void goesByTheLineThatTheProxyAddedNotByOneTheClientMadeUp() {
        onePerAddress.handshake(lines("203.0.113.1", here)).established();

        assertThat(onePerAddress.handshake(lines("203.0.113.2", here)).closeCode())
                .isEqualTo(4004);
        onePerAddress.handshake(lines("203.0.113.1", there)).established();
    }

    /** How a connection may end. */
    static Stream<Arguments> endings() {
        return Stream.of(
                ending("by a close frame", client -> {
                    client.sayGoodbye(1000);
                    assertThat(client.closeCode()).isEqualTo(1000);
                }),
                ending("by a close frame without a code", client -> client.send(RawClient.CLOSE, new byte[0])),
                ending("without a word", RawClient::close),
                ending("by a reset", RawClient::reset),
                ending("by a broken frame", client -> client.send(0x7, new byte[0])),
                ending("by text that is not UTF-8", client -> client.send(RawClient.TEXT, new byte[] {(byte) 0xff})),
                ending("by a message that is too large", client -> client.send("x".repeat(10_001))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void givesThePlaceBackHoweverAConnectionEnds(String how, Consumer<RawClient> ending) {
        ending.accept(onePerAddress.handshake(from(here)).established());

        await().until(isAdmitted(onePerAddress));
    }

    @Test
    void givesThePlaceBackWhenAUserIsSentAway() {
        RawClient client = onePerAddress.handshake(from(here)).established();
        onePerAddress.signIn(client, "{\"id\":\"7\"}");
        client.next(RawClient.SIGNED_IN);
        onePerAddress.live().channels().disconnectUser("7");

        await().until(isAdmitted(onePerAddress));
    }

    @Test
    void givesThePlaceBackWhenTheUpgradeFails() {
        for (int i = 0; i < PLACES + 1; i++) {
            assertThat(few.handshake(Map.of("Sec-WebSocket-Version", "99")).status())
                    .isIn(400, 426);
            assertThat(few.handshake(Map.of("Sec-WebSocket-Key", "")).status()).isIn(400, 426);
        }
        fill();
    }

    @Test
    void givesNoPlaceToWhoIsRefused() {
        List<RawClient> refused = IntStream.range(0, PLACES + 1)
                .mapToObj(i -> few.handshake("/app/other-key?protocol=7"))
                .toList();
        assertThat(refused).allMatch(client -> client.event().code() == 4001);

        fill();
    }

    @Test
    void takesOthersAsSoonAsSomeLeave() {
        for (int i = 0; i < 4; i++) {
            List<RawClient> in = fill();
            in.forEach(RawClient::close);
            await().until(() ->
                    few.api().get("connections").json().path("connections").asInt() == 0);
        }
    }

    @Test
    void answersAFloodOfHandshakesBeforeTheUpgrade() {
        for (int i = 0; i < 3; i++) {
            assertThat(calm.handshake(from(here)).status()).isEqualTo(101);
        }
        RawClient flood = calm.handshake(from(here));

        assertThat(flood.status()).isEqualTo(429);
        assertThat(flood.headers()).containsEntry("retry-after", "60");
        assertThat(flood.body()).contains("\"error\":\"rate_limited\"");
        assertThat(calm.counted("handshake_flood")).isPositive();
    }

    @Test
    void letsOtherAddressesInDuringAFlood() {
        for (int i = 0; i < 10; i++) {
            calm.handshake(from(here));
        }

        calm.handshake(from(there)).established();
    }

    @Test
    void countsRefusedHandshakesInAFloodToo() {
        for (int i = 0; i < 3; i++) {
            String request = RawClient.request(calm.port(), "/app/other-key?protocol=7", from(here));
            assertThat(calm.exchange(request).closeCode()).isEqualTo(4001);
        }

        assertThat(calm.handshake(from(here)).status()).isEqualTo(429);
    }

    private List<RawClient> fill() {
        return IntStream.range(0, PLACES).mapToObj(i -> few.connect()).toList();
    }

    private Callable<Boolean> isAdmitted(Host host) {
        return () -> host.handshake(from(here)).event().event().equals(RawClient.ESTABLISHED);
    }

    private static Map<String, String> from(String address) {
        return Map.of("X-Forwarded-For", address);
    }

    /** Two lines, of which the proxy wrote the second. Header names are the same in any case. */
    private static Map<String, String> lines(String madeUp, String added) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("x-forwarded-for", madeUp);
        lines.put("X-Forwarded-For", added);
        return lines;
    }

    private static Arguments ending(String name, Consumer<RawClient> how) {
        return Arguments.of(name, how);
    }
}
