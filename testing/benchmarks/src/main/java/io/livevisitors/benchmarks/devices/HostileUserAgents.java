package io.livevisitors.benchmarks.devices;

import java.util.List;
import java.util.Random;

/**
 * User-Agents made to be slow, or to break something: repeats, unclosed brackets, near-matches of long repetitions, all
 * literals of the rules in a row, odd characters, real lines gone wrong. Input {@code i} is the same in every run, of one
 * kind after the other, and made when it is asked for. Needs nothing but what it is given. Immutable, thread-safe.
 */
public final class HostileUserAgents {

    /** Characters of the longest. */
    public static final int LONGEST = 1 << 20;

    private static final List<String> FRAGMENTS = List.of(
            "HTC_",
            "HTC ",
            "; ",
            ";",
            "(",
            ")",
            "((",
            "[",
            "Android 1.",
            "Android 1.1; ",
            "Mozilla/5.0 ",
            "Mozilla ",
            "Mobile ",
            "Mobile",
            "Build/",
            " Build",
            "Version/1.",
            "like Gecko ",
            "KHTML, ",
            "Linux; U; ",
            "Opera/9.",
            "Chrome/1.",
            "Safari ",
            "en-us; ",
            "; wv",
            "compatible; ",
            "bot",
            "bot/",
            "+http",
            "http://a.",
            "www.a",
            "a@b.",
            "AppleWebKit/5",
            "Tablet ",
            "SM-T1",
            "GT-P1",
            "Tab ",
            "TV",
            "-",
            "_",
            ".",
            "/",
            " ",
            "\t",
            "0",
            "1.",
            "a",
            "A1",
            "Z");

    private static final List<String> HEADS = List.of(
            "Mozilla/5.0 (Linux; Android ",
            "Mozilla/5.0 (Linux; U; Android 2.3; en-us; ",
            "Mozilla",
            "Mozilla/5.0 (",
            "Opera/9.80 (",
            "Dalvik/1.6.0 (Linux; U; Android 4.4; ",
            "Mozilla/5.0 (compatible; ",
            "HTC",
            "Android ",
            "Mozilla/5.0 (iPhone; CPU iPhone OS ",
            "SonyEricsson",
            "Mozilla/5.0 (Windows NT ",
            "^",
            "");

    private static final List<String> TAILS = List.of(
            "Mobile",
            "Build",
            "Build/",
            " Safari",
            ")",
            "; K",
            "Mobile   ",
            "like Gecko",
            "Version/",
            "bo",
            "Chrome/",
            "\n",
            "");

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final List<String> CLASSES = List.of(
            "0123456789",
            LETTERS,
            "ABCDEF",
            " ",
            " ;",
            "-_",
            "0123456789.",
            LETTERS + "0123456789_",
            "()",
            " \t\n\r\f",
            "\u0130\u0131\u212a\u017f\u00df",
            "\u0661\u0662",
            ";/.,:",
            "aA1 -_");

    private static final List<String> PLAIN = List.of(
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; U; Android 2.3.4; en-us; HTC_Desire Build/GRJ22) AppleWebKit/533.1 Version/4.0 Mobile Safari/533.1",
            "Mozilla/5.0 (compatible; examplebot/2.1; +http://example.com/bot.html)");

    /** What an input is made of. */
    public enum Kind {
        /** One fragment, again and again. */
        REPEAT,
        /** Brackets that open and close as they like. */
        BRACKETS,
        /** All literals of the rules, one behind the other. */
        ALL_LITERALS,
        /** A few literals of the rules, again and again. */
        FEW_LITERALS,
        /** A beginning that rules wait for, a very long run, and an end that is almost the right one. */
        NEAR_MATCH,
        /** A number of versions where one is expected. */
        VERSIONS,
        /** Halves of surrogate pairs. */
        SURROGATES,
        /** NUL, control characters and ends of lines. */
        CONTROLS,
        /** One word of characters of one class. */
        WORD,
        /** A real line with pieces deleted, doubled, exchanged and put in. */
        MUTATION,
        /** Pieces of real lines one behind the other. */
        MEDLEY,
        /** Words, numbers and separators in turns. */
        TOKENS
    }

    /**
     * One input.
     *
     * @param kind what it is made of
     * @param userAgent the text, 1 to {@link #LONGEST} characters
     */
    public record Input(Kind kind, String userAgent) {}

    private static final Kind[] KINDS = Kind.values();

    private final long seed;
    private final List<String> literals;
    private final List<String> samples;

    /**
     * The inputs of a seed.
     *
     * @param seed any number
     * @param literals what the rules look for; may be empty
     * @param samples real User-Agents to spoil; a few plain ones if empty
     */
    public HostileUserAgents(long seed, List<String> literals, List<String> samples) {
        this.seed = seed;
        this.literals = literals.isEmpty() ? FRAGMENTS : List.copyOf(literals);
        this.samples = samples.isEmpty() ? PLAIN : List.copyOf(samples);
    }

    /** The input of this number, 0 or more. */
    public Input input(int number) {
        Random random = new Random(seed * 1_000_003 + number * 0x9E3779B97F4A7C15L);
        Kind kind = KINDS[number % KINDS.length];
        int length = length(random);
        StringBuilder text = new StringBuilder(length + 64);
        switch (kind) {
            case REPEAT -> repeat(text, one(FRAGMENTS, random), length);
            case BRACKETS ->
                characters(text, one(List.of("()", "(", "([{", ")(;", "( )", "(a)"), random), length, random);
            case ALL_LITERALS -> allLiterals(text, length, random);
            case FEW_LITERALS ->
                repeat(
                        text,
                        one(literals, random) + one(List.of("", " ", ";", "/1", ") "), random) + one(literals, random),
                        length);
            case NEAR_MATCH -> nearMatch(text, length, random);
            case VERSIONS -> {
                text.append(one(HEADS, random));
                repeat(text, one(List.of("1.", "1_", "10.0; ", "1.1-", "1/", "2.3.4 "), random), length);
                text.append(one(TAILS, random));
            }
            case SURROGATES -> odd(text, "\ud83d\ude00\ud800\udfff\udbff", length, random);
            case CONTROLS -> odd(text, "\u0000\u0001\u0008\n\r\u000b\f\u001b\u007f\u0085\u2028\u00a0", length, random);
            case WORD -> characters(text, one(CLASSES, random), length, random);
            case MUTATION -> mutation(text, random);
            case MEDLEY -> medley(text, length, random);
            case TOKENS -> tokens(text, length, random);
        }
        if (text.length() == 0) {
            text.append(one(FRAGMENTS, random));
        }
        text.setLength(Math.min(text.length(), LONGEST));
        return new Input(kind, text.toString());
    }

    /** Half of them as short as what is looked at, one of twenty very long. */
    private static int length(Random random) {
        int of20 = random.nextInt(20);
        int most = of20 < 10 ? 512 : of20 < 16 ? 4_096 : of20 < 19 ? 1 << 16 : LONGEST;
        return 1 + random.nextInt(most);
    }

    private static void repeat(StringBuilder text, String fragment, int length) {
        while (text.length() < length) {
            text.append(fragment);
        }
    }

    private static void characters(StringBuilder text, String of, int length, Random random) {
        while (text.length() < length) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
    }

    private void allLiterals(StringBuilder text, int length, Random random) {
        String separator = one(List.of("", " ", ";", "; ", "/", "1 "), random);
        int at = random.nextInt(literals.size());
        for (int i = 0; i < literals.size() && text.length() < Math.max(length, 512); i++) {
            text.append(literals.get((at + i) % literals.size())).append(separator);
        }
    }

    private static void nearMatch(StringBuilder text, int length, Random random) {
        text.append(one(HEADS, random));
        int runs = 1 + random.nextInt(4);
        for (int run = 0; run < runs; run++) {
            String of = one(CLASSES, random);
            int end = text.length() + length / runs;
            if (random.nextBoolean()) {
                repeat(text, of.substring(0, 1), end);
            } else {
                characters(text, of, end, random);
            }
            text.append(one(TAILS, random));
        }
    }

    private void odd(StringBuilder text, String characters, int length, Random random) {
        while (text.length() < length) {
            String sample = one(samples, random);
            int from = random.nextInt(sample.length() + 1);
            text.append(sample, from, Math.min(sample.length(), from + random.nextInt(20)));
            for (int i = random.nextInt(4); i >= 0; i--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
        }
    }

    private void mutation(StringBuilder text, Random random) {
        text.append(one(samples, random));
        for (int change = random.nextInt(12); change >= 0; change--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(24));
            String piece = text.substring(from, to);
            switch (random.nextInt(5)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, piece.repeat(1 + random.nextInt(30)));
                case 2 -> text.insert(from, one(literals, random));
                case 3 -> text.insert(random.nextInt(text.length() + 1), piece);
                default -> text.insert(from, one(FRAGMENTS, random).repeat(1 + random.nextInt(40)));
            }
        }
    }

    private void medley(StringBuilder text, int length, Random random) {
        while (text.length() < length) {
            String sample = one(samples, random);
            int from = random.nextInt(sample.length() + 1);
            text.append(sample, from, from + random.nextInt(sample.length() - from + 1))
                    .append(' ');
        }
    }

    private void tokens(StringBuilder text, int length, Random random) {
        String separator = one(List.of(" ", "; ", "-", "_", "/", " (", ") "), random);
        while (text.length() < length) {
            int next = random.nextInt(3);
            if (next == 0) {
                text.append(random.nextInt(10_000));
            } else if (next == 1) {
                text.append(one(literals, random));
            } else {
                characters(text, LETTERS, text.length() + 1 + random.nextInt(12), random);
            }
            text.append(separator);
        }
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
