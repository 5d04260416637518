package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages a pattern means. */
class PagePatternTest {

    @ParameterizedTest
    @CsvSource({
        "/, https://shop.example/",
        "/, https://shop.example",
        "/cart, https://shop.example/cart",
        "/cart, https://shop.example/cart/",
        "/cart/, https://shop.example/cart",
        "/cart, https://shop.example/cart?utm_source=mail",
        "/cart, https://shop.example/cart?utm_source=/a/b#/c",
        "/cart, http://other.example:8080/cart",
        "/product/*, https://shop.example/product/42",
        "/product/*, https://shop.example/product/42/",
        "/product/tea-*.html, https://shop.example/product/tea-green.html",
        "/product/tea-*.html, https://shop.example/product/tea-.html",
        "/*/reviews, https://shop.example/tea/reviews",
        "/shop/**, https://shop.example/shop",
        "/shop/**, https://shop.example/shop/",
        "/shop/**, https://shop.example/shop/tea/green",
        "/**, https://shop.example/",
        "/**, https://shop.example/any/page",
        "/**/checkout, https://shop.example/checkout",
        "/**/checkout, https://shop.example/en/checkout/old/checkout",
        "/a/**/b/*/c, https://shop.example/a/b/b/x/b/y/c",
        "/app, https://shop.example/app#/cart/1",
        "/app#/cart/*, https://shop.example/app?utm_source=a#/cart/1",
        "/über uns, https://shop.example/%c3%BCber%20uns",
        "/%C3%BCber, https://shop.example/über",
        "https://shop.example, https://shop.example/",
        "https://shop.example/cart, https://shop.example/cart/",
        "HTTPS://Shop.Example:443/cart, https://shop.example/cart",
        "http://shop.example:80/**, http://shop.example/cart",
        "https://*.example/cart, https://tea.shop.example/cart",
        "https://*/cart, https://shop.example:8443/cart",
    })
    void means(String pattern, String page) {
        assertThat(PagePattern.parse("page pattern", pattern).matches(page)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/, https://shop.example/cart",
        "/cart, https://shop.example/Cart",
        "/cart, https://shop.example/cart/2",
        "/cart, https://shop.example/shop/cart",
        "/cart, https://shop.example/?page=/cart",
        "/product/*, https://shop.example/product",
        "/product/*, https://shop.example/product/",
        "/product/*, https://shop.example/product/42/photos",
        "/shop/**, https://shop.example/shopping",
        "/**/checkout, https://shop.example/checkout/done",
        "/a/**/b/*/c, https://shop.example/a/b/c",
        "/app#/cart, https://shop.example/app",
        "/c.rt, https://shop.example/cart",
        "https://shop.example/cart, http://shop.example/cart",
        "https://shop.example/cart, https://shop.example:8443/cart",
        "https://shop.example/cart, https://shop.example.evil/cart",
        "https://*.example/cart, https://shop.other/a.example/cart",
        "/cart, not a url",
    })
    void doesNotMean(String pattern, String page) {
        assertThat(PagePattern.parse("page pattern", pattern).matches(page)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cart",
                "*",
                "**",
                "ftp://shop.example/",
                "https://",
                "https:///cart",
                "https://**/cart",
                "/cart?step=2",
                "/a**",
                "/shop/**.html",
                "/***",
                "https://shop.example?x"
            })
    void isRefusedByNameWithTheRemedy(String pattern) {
        assertThatThrownBy(() -> PagePattern.parse("page pattern", pattern))
                .isInstanceOfSatisfying(SettingException.class, e -> {
                    assertThat(e.setting()).isEqualTo("page pattern");
                    assertThat(e.value()).isEqualTo(pattern);
                    assertThat(e.remedy()).isNotBlank();
                });
    }

    @Test
    void isNeverSlow() {
        PagePattern characters = PagePattern.parse("page pattern", "/" + "*a".repeat(500) + "b");
        PagePattern segments = PagePattern.parse("page pattern", "/**/a".repeat(500) + "/b");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(characters.matches("https://shop.example/" + "a".repeat(2_000)))
                    .isFalse();
            assertThat(segments.matches("https://shop.example" + "/a".repeat(1_000)))
                    .isFalse();
        });
    }
}
