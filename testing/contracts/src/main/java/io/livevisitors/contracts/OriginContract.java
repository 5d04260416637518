package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From which pages a socket may be opened (WIRE.md, sections 1 and 4). */
public class OriginContract {

    @RegisterExtension
    static final Host own = Host.plain();

    @RegisterExtension
    static final Host listed = Host.with(builder -> builder.allowedOrigins(
            "https://shop.example", "*.wild.example", "http://plain.example:8080", "any.example"));

    @RegisterExtension
    static final Host open = Host.with(builder -> builder.allowedOrigins("*"));

    @RegisterExtension
    static final Host opaque = Host.with(builder -> builder.allowedOrigins("null"));

    @Test
    void refusesWithAnErrorAndThenTheCloseCodeAfterTheUpgrade() {
        RawClient client = listed.handshake(Map.of("Origin", "https://evil.example"));

        assertThat(client.status()).isEqualTo(101);
        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4009);
        assertThat(client.frame().closeCode()).isEqualTo(4009);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "https://SHOP.example",
                "https://shop.example:443",
                "https://a.wild.example",
                "http://a.b.wild.example:3000",
                "http://plain.example:8080",
                "http://any.example",
                "https://any.example",
                "https://any.example:9999"
            })
    void takesTheOriginsThatAreListed(String origin) {
        listed.handshake(Map.of("Origin", origin)).established();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "https://shop.example:8443",
                "https://www.shop.example",
                "https://shop.example.evil.example",
                "https://evilshop.example",
                "https://wild.example",
                "https://evilwild.example",
                "https://a.wild.example.evil.example",
                "http://plain.example",
                "https://plain.example:8080",
                "null",
                "shop.example",
                "any.example",
                "https://user@shop.example",
                "https://shop.example/page",
                "https://evil.example#.wild.example",
                "https://*.wild.example",
                "ftp://any.example",
                "file://",
                "https://",
                "https://shop.example, https://evil.example",
                "javascript:alert(1)"
            })
    void refusesEveryOtherOrigin(String origin) {
        assertThat(listed.handshake(Map.of("Origin", origin)).closeCode()).isEqualTo(4009);
    }

    @Test
    void refusesAnOriginLongerThanAnyHostName() {
        assertThat(listed.handshake(Map.of("Origin", "https://" + "a.".repeat(500) + "wild.example"))
                        .closeCode())
                .isEqualTo(4009);
    }

    @Test
    void takesAClientThatNamesNoOriginSinceNoPageCanLeaveItOut() {
        listed.connect();
        own.connect();
        opaque.connect();
    }

    @Test
    void takesPagesOfItsOwnHostWhereNoneIsListed() {
        own.handshake(Map.of("Origin", "http://127.0.0.1:" + own.port())).established();
        own.handshake(Map.of("Host", "shop.example", "Origin", "https://shop.example"))
                .established();
    }

    @Test
    void takesPagesOfItsOwnHostBesideThoseThatAreListed() {
        listed.handshake(Map.of("Origin", "http://127.0.0.1:" + listed.port())).established();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1", "http://127.0.0.1:1", "http://localhost", "https://shop.example", "null"})
    void refusesPagesOfOtherHostsWhereNoneIsListed(String origin) {
        assertThat(own.handshake(Map.of("Origin", origin)).closeCode()).isEqualTo(4009);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example", "http://127.0.0.1:1", "null", "capacitor://localhost"})
    void takesEveryOriginWhereAllAreAllowed(String origin) {
        open.handshake(Map.of("Origin", origin)).established();
    }

    @Test
    void takesTheNullOriginOfSandboxedPagesOnlyBySetting() {
        opaque.handshake(Map.of("Origin", "null")).established();
        assertThat(opaque.handshake(Map.of("Origin", "https://shop.example")).closeCode())
                .isEqualTo(4009);
        assertThat(opaque.handshake(Map.of("Origin", "http://null")).closeCode())
                .isEqualTo(4009);
    }

    @Test
    void tellsAnUnknownKeyBeforeTheOrigin() {
        String target = "/app/other-key?protocol=7";
        String request = RawClient.request(listed.port(), target, Map.of("Origin", "https://evil.example"));

        assertThat(listed.exchange(request).closeCode()).isEqualTo(4001);
    }
}
