package io.livevisitors.benchmarks.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_000 * SECOND;

    private final List<Browser> browsers = IntStream.range(0, 10)
            .mapToObj(i -> new Browser(i, new SplittableRandom(i), START))
            .toList();

    private final Accuracy accuracy = new Accuracy();

    @Test
    void onceEverythingSettledOnlyTheExactNumberIsRight() {
        open(4);
        assertThat(IntStream.rangeClosed(0, 10).filter(shown -> allows(shown, START + SECOND)))
                .containsExactly(4);
    }

    @Test
    void aChangeOnItsWayMayBeCountedOrNot() {
        open(4);
        browsers.get(0).changing = 1;
        browsers.get(9).changedAt = START + 5 * SECOND;
        assertThat(IntStream.rangeClosed(0, 10).filter(shown -> allows(shown, START + SECOND)))
                .containsExactly(3, 4, 5);
    }

    @Test
    void aCrashedBrowserMayBeCountedUntilItsTabIsGivenUp() {
        open(4);
        browsers.get(9).haunt(START + 60 * SECOND);
        assertThat(IntStream.rangeClosed(0, 10).filter(shown -> allows(shown, START + 60 * SECOND)))
                .containsExactly(4, 5);
        assertThat(IntStream.rangeClosed(0, 10).filter(shown -> allows(shown, START + 61 * SECOND)))
                .containsExactly(4);
    }

    @Test
    void aSecondCrashDoesNotShortenTheFirst() {
        browsers.get(9).haunt(START + 60 * SECOND);
        browsers.get(9).haunt(START + 20 * SECOND);
        assertThat(browsers.get(9).isGhost(START + 60 * SECOND)).isTrue();
        assertThat(browsers.get(9).isGhost(START + 61 * SECOND)).isFalse();
    }

    @Test
    void aNumberOutOfBoundIsCountedAndNamed() {
        open(4);
        accuracy.compare(4, browsers, START + SECOND);
        assertThat(accuracy.violations()).isZero();
        accuracy.compare(6, browsers, START + SECOND);
        assertThat(accuracy.violations()).isEqualTo(1);
        assertThat(accuracy.verdict())
                .isEqualTo("1 of 2 comparisons break it: 6 shown; 4 open, 0 changing, 0 crashed and not yet given up");
        assertThat(accuracy.errors().max()).isEqualTo(2);
    }

    @Test
    void theAgeOfANumberIsHowFarBackItWasRight() {
        open(4);
        browsers.get(9).open = true;
        browsers.get(9).changedAt = START + 10 * SECOND;
        accuracy.noteAge(4, browsers, START + 10 * SECOND + SECOND / 5);
        assertThat(accuracy.ages().max()).isBetween(SECOND / 5, SECOND / 4);
    }

    private void open(int count) {
        browsers.subList(0, count).forEach(browser -> browser.open = true);
    }

    private boolean allows(int shown, long since) {
        return Truth.since(browsers, since).allows(shown);
    }
}
