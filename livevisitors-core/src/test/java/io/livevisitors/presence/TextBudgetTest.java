package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.ManualTime;
import io.livevisitors.model.Visitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of each visitor only so much text is kept, and what is left out is counted. */
class TextBudgetTest {

    private static final int BYTES = 1_024;

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder()
            .pixel("shop")
            .limit(Limit.TEXT_BYTES_PER_VISITOR, BYTES)
            .build();
    private final Browser browser = new Browser(live, "10.0.0.1").tab("tab");

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void bytesAreOneForLatin1AndTwoForAnythingElse() {
        assertThat(TextBudget.bytes("café")).isEqualTo(4);
        assertThat(TextBudget.bytes("kawa ☕")).isEqualTo(12);
        assertThat(TextBudget.bytes("")).isZero();
    }

    @Test
    void longTextsAreCutToTheirParts() {
        browser.send(
                "page_view",
                Map.of(
                        "page_url", "https://shop.example/a" + "/bb".repeat(300),
                        "page_title", "☕".repeat(200),
                        "referrer", "https://from.example/c" + "/dd".repeat(300)));

        Visitor visitor = live.snapshot("shop").visitors().get(0);

        assertThat(visitor.pageUrl()).hasSize(BYTES / 4).startsWith("https://shop.example/a/bb");
        assertThat(visitor.entryPage()).isEqualTo(visitor.pageUrl());
        assertThat(visitor.pageTitle()).isEqualTo("☕".repeat(BYTES / 16));
        assertThat(visitor.referrer()).hasSize(BYTES / 8);
        assertThat(live.snapshot("shop").totals().pages()).containsEntry(visitor.pageUrl(), 1);
        assertThat(live.snapshot("shop").totals().limits().trimmed()).isEqualTo(1);
    }

    @Test
    void aPairOfSurrogatesIsNotSplit() {
        browser.send("page_view", Map.of("page_title", "x" + "😀".repeat(100)));

        assertThat(live.snapshot("shop").visitors().get(0).pageTitle()).isEqualTo("x" + "😀".repeat(31));
    }

    @Test
    void ofTheJourneyTheOldestPagesGo() {
        for (int i = 10; i < 30; i++) {
            browser.views("/" + i + "/" + "p".repeat(90));
            time.advance(Duration.ofSeconds(1));
        }

        Visitor visitor = live.snapshot("shop").visitors().get(0);
        var pages = live.journey("shop", visitor.visitorToken()).orElseThrow().pages();

        assertThat(pages).hasSizeBetween(5, 8);
        assertThat(pages.get(pages.size() - 1).pageUrl()).startsWith("https://shop.example/29/");
        assertThat(visitor.pageViews()).isEqualTo(20);
        assertThat(live.snapshot("shop").totals().limits().trimmed()).isEqualTo(20 - pages.size());
    }

    @Test
    void ofTheTabsTheLongestUnheardGo() {
        for (int i = 10; i < 20; i++) {
            browser.tab("tab-" + i).views("/" + i + "/" + "p".repeat(200));
            time.advance(Duration.ofMillis(100));
        }

        Visitor visitor = live.snapshot("shop").visitors().get(0);

        assertThat(visitor.tabs()).isEqualTo(3);
        assertThat(visitor.pageUrl()).startsWith("https://shop.example/19/");
        assertThat(live.snapshot("shop").totals().tabs()).isEqualTo(3);
    }
}
