package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scrubbing takes work that grows as the text does, whatever the text. Work is the characters that an expression looks
 * at, which no other load of the machine changes.
 */
class HostileTextTest {

    /** Repeated, each is the beginning of something that is looked for. */
    private static final List<String> UNITS =
            List.of(("a@¦@¦a¦@a.¦.@¦..¦a.¦%25¦%2525¦%40¦%¦%2¦%zz¦%41¦%FF¦%E2%80%8B¦%25252540¦%252525252540¦1-¦1 ¦12-¦"
                            + "1¦1111-¦1.¦1.2.3.¦255.¦9 9-¦(1¦+1¦+¦((¦A1¦aA¦aA1-¦a-¦aB_¦9f¦9f-¦9f86-¦AbCd¦A¦eyJ¦eyJhbGciOi.¦"
                            + "eyJa.¦eyJ-¦:¦a:¦:a¦::¦1:¦f:¦0f:¦00:1B:¦00-1B-¦DE89¦DE89 3704 ¦DE89-¦GB82WEST¦gb82 ¦AB12CD34¦=¦"
                            + "a=¦token=¦token=a&¦access_¦user_user_¦name=a ¦;¦;a¦;a=¦%3b¦%3ba%3d¦%253b¦a;b¦://¦a://b?¦"
                            + "https://¦?#¦\"¦\"a\"@¦\"@¦(at)¦a(at)¦a(at)b.¦a[at]1¦a%u0040a¦[at]¦{at}1.¦[dot]¦a@b[dot]¦a @ b.¦"
                            + "@ ¦&#64;¦&#64;a¦&commat;¦\u200b¦\u200b@¦a\u200b¦\ud835\udfd2¦\u0661¦\u0661-¦\uff10¦{¦{}¦{email}¦"
                            + "/¦//¦a/¦@/¦+a¦+ ¦%20¦%2B¦%2F¦\\¦#¦-¦_¦_a¦__¦xn--¦1111 1111 1111 1111 ¦1111,1111,¦"
                            + "4111,1111,1111,1111,¦3782,822463,¦2024-¦2024-11-23-¦1.000 - 2.000 ¦\u00e9¦\u00e9@¦\t¦\u0000¦"
                            + "\u0000@¦HowTo¦HTMLx¦Aa1¦XK7J9-")
                    .split("¦"));

    /** Expressions that whole texts are held against; the others are looked for within. */
    private static final Set<String> OF_WHOLE_TEXTS = Set.of("PRICES", "COUNTED", "CAMEL_CASE");

    private static final int LENGTH = 2_048;
    /** Twice the work for twice the text; four times would be its square. */
    private static final double MAX_GROWTH = 2.2;
    /** What an expression may do beside, at the start and at the end. */
    private static final int SLACK = 1_000;
    /** Characters looked at for each character, at worst. */
    private static final int MAX_LOOKS = 120;

    static Stream<Field> expressions() {
        return Stream.of(
                        AddressScrubber.class,
                        EmailScrubber.class,
                        MatrixParameters.class,
                        NumberScrubber.class,
                        PercentEncoding.class,
                        RandomText.class,
                        TextScrubber.class,
                        UrlScrubber.class,
                        Words.class)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void anExpressionLooksAtEachCharacterABoundedNumberOfTimes(Field field) throws IllegalAccessException {
        field.setAccessible(true);
        Pattern expression = (Pattern) field.get(null);
        for (String unit : UNITS) {
            boolean within = !OF_WHOLE_TEXTS.contains(field.getName());
            long half = looks(expression, repeated(unit, LENGTH / 2), within);
            long whole = looks(expression, repeated(unit, LENGTH), within);
            assertThat(whole)
                    .as("%s at \"%s\" repeated", field.getName(), unit)
                    .isLessThanOrEqualTo((long) (MAX_GROWTH * half) + SLACK)
                    .isLessThanOrEqualTo((long) MAX_LOOKS * LENGTH);
        }
    }

    @Test
    void twiceTheTextTakesNoMoreThanTwiceTheTimeOrSo() {
        Anonymizer anonymizer = Anonymizer.builtInWith().hashRoutes(true).build();
        // The time of this thread alone, of all texts together: the compiler at work makes single ones uneven.
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            scrubAll(anonymizer, LENGTH);
            long half = 0;
            long whole = 0;
            for (int i = 0; i < 2; i++) {
                half += cpuNanos(() -> scrubAll(anonymizer, LENGTH / 2));
                whole += cpuNanos(() -> scrubAll(anonymizer, LENGTH));
            }
            assertThat((double) whole / half).isLessThan(3);
        });
    }

    private static void scrubAll(Anonymizer anonymizer, int length) {
        for (String unit : UNITS) {
            for (String start : List.of("https://shop.example/", "https://shop.example/?ref=")) {
                String url = start + repeated(unit, length - start.length());
                String title = repeated(unit, length);
                assertThat(anonymizer.anonymize(
                                new RawVisit("shop", url, title, url, "192.0.2.1", null, null, null, null, null, null)))
                        .isNotNull();
            }
        }
    }

    private static long cpuNanos(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }

    private static String repeated(String unit, int length) {
        return unit.repeat(length / unit.length() + 1).substring(0, length);
    }

    /** How many characters an expression looks at to match a text, or to find all of its places within. */
    private static long looks(Pattern expression, String text, boolean within) {
        Looked looked = new Looked(text);
        Matcher matcher = expression.matcher(looked);
        boolean found = within ? matcher.find() : matcher.matches();
        while (within && found) {
            found = matcher.find();
        }
        return looked.count.get();
    }

    /** A text that counts how often its characters are looked at. */
    private record Looked(String text, AtomicLong count) implements CharSequence {

        Looked(String text) {
            this(text, new AtomicLong());
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            count.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Looked(text.substring(start, end), count);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
