package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPatternTest {

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, shop.example",
        "http://shop.example, shop.example",
        "https://shop.example, shop.example:443",
        "https://shop.example:443, shop.example",
        "http://shop.example:80, shop.example",
        "http://shop.example:8080, shop.example:8080",
        "https://Shop.Example, shop.EXAMPLE",
        "https://shop_1.my-host.example, shop_1.my-host.example",
        "http://127.0.0.1:8085, 127.0.0.1:8085",
        "https://[2001:db8::1]:8443, [2001:db8::1]:8443",
        "https://localhost, localhost"
    })
    void anOriginIsThatOfItsHost(String origin, String host) {
        assertThat(OriginPattern.isSameHost(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, evil.example",
        "https://shop.example, shop.example:80",
        "http://shop.example, shop.example:443",
        "https://shop.example:8443, shop.example",
        "https://shop.example.evil.example, shop.example",
        "https://evil-shop.example, shop.example",
        "ftp://shop.example, shop.example",
        "shop.example, shop.example",
        "null, null",
        "https://shop..example, shop..example",
        "https://.shop.example, .shop.example",
        "https://shop.example., shop.example.",
        "https://shop example, shop example",
        "https://a@shop.example, a@shop.example",
        "https://shop.example/path, shop.example/path",
        "https://, ''",
        "'', ''"
    })
    void anythingElseIsNot(String origin, String host) {
        assertThat(OriginPattern.isSameHost(origin, host)).isFalse();
    }
}
