package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Visitors who send the owner a page that wants to run something: in the title, the address, the referrer and the
 * browser's name. They are shown as text, by the snapshot and by live events alike.
 */
@ExtendWith(Chromium.class)
class HostileVisitorTest {

    private static final String ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff";

    private static final List<String> HOSTILE = List.of(
            "<script>window.__pwned=1</script>",
            "</script><script>window.__pwned=1</script>",
            "</title></head><body onload=window.__pwned=1>",
            "</textarea><img src=x onerror=window.__pwned=1>",
            "<img src=x onerror=\"window.__pwned=1\">",
            "<img/src='x'/onerror='window.__pwned=1'>",
            "\"><svg onload=window.__pwned=1>",
            "'><svg/onload=window.__pwned=1>",
            "<svg><animate onbegin=window.__pwned=1 attributeName=x>",
            "<iframe srcdoc=\"<script>parent.__pwned=1</script>\">",
            "<iframe src=javascript:parent.__pwned=1>",
            "<object data=javascript:window.__pwned=1>",
            "<link rel=stylesheet href=//evil.example/x.css>",
            "<style>*{display:none}</style>",
            "<base href=//evil.example/>",
            "<meta http-equiv=refresh content=0;url=//evil.example>",
            "<form action=//evil.example><button>Sign in</button>",
            "<details open ontoggle=window.__pwned=1>",
            "<math><mi xlink:href=javascript:window.__pwned=1>",
            "\" autofocus onfocus=window.__pwned=1 x=\"",
            "` onmouseover=window.__pwned=1 `",
            "javascript:window.__pwned=1",
            "data:text/html,<script>window.__pwned=1</script>",
            "{{constructor.constructor('window.__pwned=1')()}}",
            "${window.__pwned=1}",
            "<%= system('id') %>",
            "__proto__",
            "constructor",
            "&lt;script&gt;window.__pwned=1&lt;/script&gt;",
            "<!--#exec cmd=id--><![CDATA[x]]>",
            "\u202egnp.exe\u2066\u2067" + ZERO_WIDTH,
            "\u0000\u0007\u001b[31m\u2028\u2029\ufffe",
            "W".repeat(255),
            "\u0489".repeat(200),
            "\ud83d\ude00".repeat(60) + "\ud83d");

    @Test
    void nothingThatAVisitorSendsRunsOrBecomesMarkup() {
        try (Shop shop = Shop.open()) {
            HOSTILE.subList(0, HOSTILE.size() / 2).forEach(text -> visit(shop, text));
            try (Dashboard dashboard = Dashboard.open(shop)) {
                List<?> before = skeleton(dashboard);
                HOSTILE.forEach(text -> visit(shop, text));

                assertThat(dashboard.rows()).hasCount(HOSTILE.size());
                dashboard.rows().first().hover();
                dashboard.screenshot("hostile");
                assertThat(dashboard.page().evaluate("String(window.__pwned)")).isEqualTo("undefined");
                assertThat(skeleton(dashboard)).isEqualTo(before);
                assertThat(dashboard
                                .page()
                                .locator("#main :is(script, img, iframe, object, embed, link, style, base, meta, form,"
                                        + " input, textarea, animate, details, math)"))
                        .hasCount(0);
                assertThat(dashboard.page().locator("a[href^='javascript' i], a[href^='data' i]"))
                        .hasCount(0);
                assertThat((List<?>) dashboard.page().evaluate("""
                        [...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())
                            .filter(name => name.startsWith('on'))""")).isEmpty();
                assertThat(dashboard.rows().locator(".title").allTextContents())
                        .contains(HOSTILE.get(0), HOSTILE.get(4), HOSTILE.get(23), HOSTILE.get(32));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 1440})
    void nothingThatAVisitorSendsMakesThePageWider(int width) {
        try (Shop shop = Shop.open()) {
            HOSTILE.forEach(text -> visit(shop, text));
            try (Dashboard dashboard = Dashboard.open(shop, width, 800)) {
                assertThat(dashboard.rows()).hasCount(HOSTILE.size());
                dashboard.screenshot("hostile-" + width);
                assertThat((int) dashboard.page().evaluate("document.documentElement.scrollWidth"))
                        .isLessThanOrEqualTo(width);
            }
        }
    }

    @Test
    void aTitleCutWithinACharacterIsShown() {
        try (Shop shop = Shop.open();
                Dashboard dashboard = Dashboard.open(shop)) {
            String json = Beacons.pageView("cut", "https://shop.example/cut", "before HERE after")
                    .replace("HERE", "\\ud800");
            assertThat(Beacons.send(shop, Beacons.FIREFOX, json).join()).isEqualTo(204);

            assertThat(dashboard.rows()).hasCount(1);
            assertThat(dashboard.row("before")).containsText("after");
        }
    }

    /** The text in every field that there is; one visitor for each text. */
    private static void visit(Shop shop, String text) {
        String token = Integer.toHexString(text.hashCode());
        String url = "https://shop.example/" + text + "?utm_source=" + text + "&q=" + text;
        String json = Beacons.pageView(
                token,
                url.substring(0, Math.min(url.length(), 2_048)),
                text,
                Map.of(
                        "referrer", "https://evil.example/" + text,
                        "language", cut(text, 35),
                        "platform", cut(text, 40),
                        "timezone", cut(text, 100)));
        String name = header(text);
        var status = Beacons.sendWithHeaders(
                shop,
                json,
                "User-Agent",
                "Mozilla/5.0 (" + name + ") Firefox/" + name,
                "Accept-Language",
                name,
                "Sec-CH-UA",
                "\"" + name + "\";v=\"1\"",
                "Sec-CH-UA-Platform",
                "\"" + name + "\"");
        assertThat(status.join()).as("the answer to a page view with %s", text).isEqualTo(204);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    /** The text as far as a header can carry it. */
    private static String header(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    /** The names of the elements that are the page's own. */
    private static List<?> skeleton(Dashboard dashboard) {
        return (List<?>) dashboard.page().evaluate("""
                [...document.querySelectorAll('head > *, body > *, main > *, main > * > *')]
                    .map(e => e.tagName + '#' + e.id)""");
    }
}
