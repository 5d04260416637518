package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that were reached are counted, shown and logged, at most once a minute. */
class LimitLogTest {

    private final Logger logger = Logger.getLogger(LimitLog.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder()
            .pixel("shop")
            .limit(Limit.VISITORS_PER_PIXEL, 2)
            .limit(Limit.TABS_PER_VISITOR, 1)
            .build();

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        live.close();
    }

    @Test
    void reachedLimitsAreToldOnceAMinuteWithWhatTheyCost() {
        for (int i = 0; i < 5; i++) {
            new Browser(live, "10.0." + i + ".1").tab("tab " + i).views("/");
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(lines).singleElement().asString().contains("pixel shop", "3 visitors evicted", "0 events refused");

        Browser last = new Browser(live, "10.0.4.1").tab("tab 4");
        last.tab("another").views("/");
        new Browser(live, "10.0.9.1").tab("tab 9").views("/");
        time.advance(Duration.ofSeconds(58));
        assertThat(lines).hasSize(1);

        time.advance(Duration.ofSeconds(2));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("1 visitors evicted", "1 tabs");
        assertThat(live.snapshot("shop").totals().limits().evicted()).isEqualTo(4);
        assertThat(live.snapshot("shop").totals().limits().trimmed()).isEqualTo(1);
    }

    @Test
    void withinTheLimitsThereIsNothingToTell() {
        new Browser(live, "10.0.0.1").tab("tab").send("page_view", Map.of());
        time.advance(Duration.ofMinutes(10));

        assertThat(lines).isEmpty();
    }
}
