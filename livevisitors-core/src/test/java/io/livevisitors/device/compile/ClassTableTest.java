package io.livevisitors.device.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livevisitors.device.rules.RuleBook;
import io.livevisitors.device.rules.Signal;
import io.livevisitors.device.rules.Signals;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassTableTest {

    private static final String HEADER = "class\twhen\tunless\tgiven\treason";
    private static final String LAST = "other\t-\t-\t-\tnothing is known";

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "desktop|x|-|-! has 4 columns, not 5",
                "laptop|x|-|-|why! no such class: laptop",
                "desktop|x|-|-|! has no reason",
                "desktop|x(|-|-|why! a ) is missing",
                "desktop|x|-|touch|why! no comparison in the condition touch",
                "desktop|x|-|touch~5|why! a number is compared by = != >= <, not ~: touch~5",
                "desktop|x|-|platform>=a|why! a text is compared by = != ~ !~, not >=: platform>=a",
                "desktop|x|-|touch=many|why! not a number: touch=many",
                "desktop|x|-|nose=1|why! no such signal: nose",
            })
    void aWrongLineIsRefusedWithItsNumber(String line, String complaint) {
        assertThatThrownBy(() -> RuleCompiler.compile(List.of(HEADER, "# a comment", line.replace('|', '\t'), LAST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 3 of the table: " + complaint);
    }

    @Test
    void aTableMustNameItsColumnsAndEndWithARuleThatAlwaysHolds() {
        assertThatThrownBy(() -> RuleCompiler.compile(List.of(LAST)))
                .hasMessageContaining("the first line must name the columns");
        assertThatThrownBy(() -> RuleCompiler.compile(List.of(HEADER, "desktop\tx\t-\t-\twhy")))
                .hasMessageContaining("the last rule of the table must hold for every device");
    }

    @Test
    void theFirstRuleThatHoldsDecidesAndOneThatMarksLetsTheNextBeAsked() throws IOException {
        RuleBook book = RuleCompiler.compile(List.of(
                HEADER,
                "automated\thead(?:less|-less)\t-\t-\tno head",
                "tablet\tslab\tstone\ttouch>=2\tslabs are touched",
                "mobile\t(?-i)slab\t-\tplatform~^lin,touch<2\tnot touched",
                "desktop\tslab\t-\tplatform!=linux\tanother platform",
                LAST));
        assertThat(reason(book, "a SLAB", Map.of(Signal.TOUCH, "2"))).isEqualTo("slabs are touched");
        assertThat(reason(book, "a slab of stone", Map.of(Signal.TOUCH, "2"))).isEqualTo("nothing is known");
        assertThat(reason(book, "slab", Map.of(Signal.TOUCH, "1", Signal.PLATFORM, "Linux")))
                .isEqualTo("not touched");
        assertThat(reason(book, "slab", Map.of(Signal.TOUCH, "3", Signal.PLATFORM, "bsd")))
                .isEqualTo("slabs are touched");
        assertThat(reason(book, "slab", Map.of(Signal.PLATFORM, "bsd"))).isEqualTo("another platform");
        assertThat(reason(book, "slab", Map.of()))
                .as("what was not sent is not unequal either")
                .isEqualTo("nothing is known");
        assertThat(book.ask("headless slab")
                        .verdict(signals(Map.of(Signal.TOUCH, "2")))
                        .automated())
                .isTrue();
        assertThat(book.ask("slab").verdict(Signals.NONE).automated()).isFalse();
    }

    private static String reason(RuleBook book, String userAgent, Map<Signal, String> sent) {
        return book.ask(userAgent).verdict(signals(sent)).reason();
    }

    private static Signals signals(Map<Signal, String> sent) {
        return new Signals() {
            @Override
            public @Nullable String text(Signal signal) {
                return sent.get(signal);
            }

            @Override
            public int number(Signal signal) {
                return Integer.parseInt(sent.getOrDefault(signal, "-1"));
            }
        };
    }
}
