package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is proven to be harmless is what the thorough search leaves as it is, and most texts are proven so. */
class HarmlessTextTest {

    /** Parts of what is looked for, and of what is not: put together they make all kinds of both. */
    private static final List<String> PARTS = List.of(
            ("a¦b¦f¦z¦A¦F¦Z¦J¦ey¦eyJ¦0¦1¦7¦12¦1970¦2024¦255¦978¦4111¦1111¦-¦_¦+¦/¦.¦:¦;¦,¦ ¦(¦)¦[¦]¦{¦}¦&¦#¦=¦%¦"
                            + "@¦(at)¦[at]¦{@}¦&#64;¦&commat;¦dot¦token=¦name=¦the¦shoes¦Shop¦model¦iPhone¦HowTo¦dead¦beef¦cafe¦"
                            + "deadbeef¦deadbeefcafe¦0f¦1B-¦-0f-¦-ab-cd¦0f:¦::¦DE¦DE89¦ 89 ¦3704¦0044¦GB82¦WEST¦XK7J¦Ab1¦aB¦\u00e9¦"
                            + "\u017b\u00f3\u0142\u0107¦\u00b7¦\u2013¦\u2026¦\u20ac¦\u00a0¦\u200b¦\u202e¦\u0661¦\uff20¦\uff10¦\ud835\udfd2¦\u0301¦"
                            + "\u00b2¦\t¦\u0000¦%40¦%20¦8601T¦qxzvkjw¦ist¦user¦10.0.0.1¦1.2¦www.¦.com¦://")
                    .split("¦"));

    private static final long SEED = 20_261_128;
    private static final int TEXTS = 400_000;

    @Test
    void whatIsProvenIsLeftAsItIs() {
        Random random = new Random(SEED);
        int proven = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            if (HarmlessText.isProven(text)) {
                proven++;
                assertThat(TextScrubber.scrubThoroughly(text)).isEqualTo(text);
            }
        }
        assertThat(proven).as("enough of them to say something").isGreaterThan(TEXTS / 50);
    }

    @Test
    void everySegmentOfAProvenPathIsLeftAsItIs() {
        Random random = new Random(SEED + 1);
        for (int i = 0; i < TEXTS; i++) {
            String path = '/' + text(random) + '/' + text(random);
            if (HarmlessText.isProvenPath(path)) {
                for (String segment : path.split("/", -1)) {
                    assertThat(TextScrubber.scrubThoroughly(segment)).as(path).isEqualTo(segment);
                }
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        // Few kinds of parts in one text: repetition is what most expressions look for.
        int kinds = 1 + random.nextInt(4);
        int[] chosen = random.ints(kinds, 0, PARTS.size()).toArray();
        for (int parts = random.nextInt(14); parts >= 0; parts--) {
            text.append(PARTS.get(chosen[random.nextInt(kinds)]));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shoes that last, model 172 - The Shop",
                "Monstera deliciosa (large) & pots | Plants",
                "How-to-water-a-big-monstera-without-any-fear",
                "Schuhe f\u00fcr Gro\u00df und Klein \u2013 Gr\u00f6\u00dfe 42",
                "Page 3: the news, 2024",
                "search.example"
            })
    void usualTextsAreProven(String text) {
        assertThat(HarmlessText.isProven(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/shoes/model-172", "/plants/indoor/the-monstera-plant-172", "/2024/11/how-to-grow"})
    void usualPathsAreProven(String path) {
        assertThat(HarmlessText.isProvenPath(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@shop.example",
                "ann (at) shop.example",
                "deadbeef-dead-beef-cafe-deadbeefcafe",
                "aa-bb-cc-dd-ee-ff",
                "DE89 3704 0044 0532 0130 00",
                "555 1234",
                "10.0.0.1",
                "fe80::",
                "k3v9x2q8m1b7c5d3",
                "a\u200bb"
            })
    void whatMayNameSomebodyIsLeftToTheThoroughSearch(String text) {
        assertThat(HarmlessText.isProven(text)).isFalse();
    }
}
