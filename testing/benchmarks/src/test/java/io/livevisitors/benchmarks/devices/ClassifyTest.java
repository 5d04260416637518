package io.livevisitors.benchmarks.devices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyTest {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
    private static final String MACINTOSH =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
    private static final String DESKTOP_FIREFOX = "desktop\tFirefox\tLinux\n";
    private static final String UNKNOWN = "other\tOther\tOther\n";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void everyLineIsAnsweredByOneLine() {
        assertThat(run(FIREFOX + "\n\nExampleBot/1.0\r\n" + FIREFOX)).isZero();
        assertThat(output()).isEqualTo(DESKTOP_FIREFOX + UNKNOWN + "bot\tExampleBot\tOther\n" + DESKTOP_FIREFOX);
        assertThat(errors()).isEmpty();
    }

    @Test
    void nothingIsAnsweredByNothing() {
        assertThat(run("")).isZero();
        assertThat(output()).isEmpty();
    }

    @Test
    void aCarriageReturnWithinALineEndsNone() {
        run("a\rb\n\r\n");
        assertThat(output().lines()).hasSize(2);
    }

    @Test
    void anObjectBringsWhatThePixelSees() {
        run("{\"ua\":\"" + MACINTOSH + "\",\"max_touch_points\":5,\"screen_resolution\":\"820x1180\","
                + "\"platform\":\"MacIntel\",\"webdriver\":false,\"unheard\":[1]}\n{\"ua\":\"" + MACINTOSH + "\"}\n");
        assertThat(output()).isEqualTo("tablet\tSafari\tiOS\ndesktop\tSafari\tMac OS X\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-CH-UA-Mobile", "sec-ch-ua-mobile", "SEC-CH-UA-MOBILE", "HTTP_SEC_CH_UA_MOBILE"})
    void headersAreReadInAnyCase(String name) {
        run("{\"headers\":{\"uSER-aGENT\":\"Mozilla/5.0 (Linux; Android 10; K) Chrome/138.0.0.0\",\"" + name
                + "\":\"?1\",\"Accept\":[\"ignored\"]}}");
        assertThat(output()).startsWith("mobile\t");
    }

    @Test
    void theUserAgentOfTheObjectGoesBeforeThatOfItsHeaders() {
        run("{\"ua\":\"" + FIREFOX + "\",\"headers\":{\"User-Agent\":\"ExampleBot/1.0\"}}");
        assertThat(output()).isEqualTo(DESKTOP_FIREFOX);
    }

    @Test
    void nullsAndAnEmptyObjectAreAnUnknownDevice() {
        String nulls = "{\"ua\":null,\"headers\":{\"Sec-CH-UA\":null},\"max_touch_points\":null,\"webdriver\":null}";
        assertThat(run("{}\n" + nulls + "\n{\"headers\":null}\n")).isZero();
        assertThat(output()).isEqualTo(UNKNOWN + UNKNOWN + UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | no JSON object",
                "{\"ua\":\"a\"} b | no JSON object",
                "{\"ua\":3} | ua is 3, not a string or null",
                "{\"headers\":[]} | headers is [], not an object",
                "{\"headers\":{\"Sec-CH-UA\":1}} | header Sec-CH-UA is 1, not a string or null",
                "{\"max_touch_points\":\"5\"} | max_touch_points is \"5\", not a whole number or null",
                "{\"max_touch_points\":1e99} | max_touch_points is 1.0E99, not a whole number or null",
                "{\"webdriver\":1} | webdriver is 1, not true, false or null",
            })
    void aMalformedObjectIsReportedAndTheLinesStayAligned(String line, String complaint) {
        assertThat(run(FIREFOX + "\n" + line + "\n" + FIREFOX + "\n")).isEqualTo(1);
        assertThat(output()).isEqualTo(DESKTOP_FIREFOX + UNKNOWN + DESKTOP_FIREFOX);
        assertThat(errors()).startsWith("classify: line 2: " + complaint);
        assertThat(errors().lines()).hasSize(1);
    }

    @Test
    void aLineTooLongToBeAnObjectIsReportedAndAUserAgentOfThatLengthIsNot() {
        String blanks = " ".repeat(3 << 20);
        assertThat(run("{" + blanks + "}\n" + FIREFOX + blanks + "\n" + FIREFOX))
                .isEqualTo(1);
        assertThat(output()).isEqualTo(UNKNOWN + DESKTOP_FIREFOX + DESKTOP_FIREFOX);
        assertThat(errors()).isEqualToIgnoringNewLines("classify: line 1: longer than 1048576 characters");
    }

    @Test
    void evidenceIsAFourthColumn() {
        run("ExampleBot/1.0\n{\n", "--evidence");
        assertThat(output().lines())
                .satisfiesExactly(
                        bot -> assertThat(bot).matches("bot\tExampleBot\tOther\t[A-Z][^\t]+"),
                        unknown -> assertThat(unknown).isEqualTo("other\tOther\tOther\t"));
    }

    @Test
    void noAnswerHoldsATabOrTheEndOfALine() throws Exception {
        HostileUserAgents hostile = new HostileUserAgents(1, List.of(), List.of());
        StringBuilder lines = new StringBuilder();
        int asked = 240;
        for (int i = 0; i < asked; i++) {
            String userAgent = hostile.input(i).userAgent();
            lines.append(object(userAgent.substring(0, Math.min(2_000, userAgent.length()))))
                    .append('\n');
        }
        lines.append(object("Mozilla/5.0 (Linux; Android 10; K) Foo\tBot/1 bot\n\u2028\u0085/2"));
        assertThat(run(lines.toString())).isZero();
        String[] answers = output().split("\n", -1);
        assertThat(answers).hasSize(asked + 2);
        assertThat(List.of(answers).subList(0, asked + 1))
                .allSatisfy(answer -> assertThat(answer).matches("[a-z]+\t[^\\p{Cntrl}\u2028]+\t[^\\p{Cntrl}\u2028]+"));
    }

    @Test
    void whatIsNoUtf8IsReadAllTheSame() {
        byte[] bytes = (FIREFOX + "?\n").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 2] = (byte) 0xff;
        assertThat(run(new ByteArrayInputStream(bytes), output)).isZero();
        assertThat(output()).isEqualTo(DESKTOP_FIREFOX);
    }

    @Test
    void aMillionLinesPassThroughAndAnswersComeBeforeTheyEnd() {
        byte[] line = (FIREFOX + "\n").getBytes(StandardCharsets.UTF_8);
        long lines = 1_000_000;
        Counter counter = new Counter();
        Repeater repeater = new Repeater(line, lines, counter);
        assertThat(run(repeater, counter)).isZero();
        assertThat(counter.bytes).isEqualTo(lines * DESKTOP_FIREFOX.length());
        assertThat(repeater.mostUnanswered).isLessThan(10_000);
    }

    @Test
    void helpSaysWhatIsReadAndAnUnknownOptionIsRefused() {
        assertThat(run("", "--help")).isZero();
        assertThat(output()).startsWith("Usage: ").contains("--evidence", "max_touch_points");
        assertThat(run("", "--bogus")).isEqualTo(2);
        assertThat(errors()).startsWith("classify: --bogus").contains("Usage: ");
    }

    /** The same line again and again, which watches how many lines were read and not yet answered. */
    private static final class Repeater extends InputStream {

        private final byte[] line;
        private final long bytes;
        private final Counter answers;
        private long read;
        private long mostUnanswered;

        Repeater(byte[] line, long lines, Counter answers) {
            this.line = line;
            this.bytes = lines * line.length;
            this.answers = answers;
        }

        @Override
        public int read() {
            return read == bytes ? -1 : line[(int) (read++ % line.length)];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            long answered = answers.bytes / DESKTOP_FIREFOX.length();
            mostUnanswered = Math.max(mostUnanswered, read / line.length - answered);
            int count = (int) Math.min(length, bytes - read);
            for (int i = 0; i < count; i++) {
                into[offset + i] = line[(int) (read++ % line.length)];
            }
            return count == 0 ? -1 : count;
        }
    }

    /** Keeps nothing but the number of bytes. */
    private static final class Counter extends OutputStream {

        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }

    private static String object(String userAgent) throws Exception {
        return new ObjectMapper().writeValueAsString(Map.of("ua", userAgent));
    }

    private int run(String input, String... arguments) {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, arguments);
    }

    private int run(InputStream input, OutputStream into, String... arguments) {
        return Classify.run(List.of(arguments), input, into, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
