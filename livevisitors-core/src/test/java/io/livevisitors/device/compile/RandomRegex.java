package io.livevisitors.device.compile;

import java.util.Random;

/** Expressions and texts at random, made to match each other often. */
final class RandomRegex {

    private static final String LETTERS = "abAB1 /;";

    private final Random random;

    RandomRegex(long seed) {
        random = new Random(seed);
    }

    String regex() {
        return choice(2);
    }

    /** A text; with letters beyond ASCII only if asked for, as the JDKs differ in whether those are of a word. */
    String text(boolean beyondAscii) {
        int length = random.nextInt(18);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean isRare = random.nextInt(30) == 0;
            String rare = beyondAscii ? "\n\r_\u0085\u00e9" : "\n\r_";
            text.append(isRare ? rare.charAt(random.nextInt(rare.length())) : letter());
        }
        return text.toString();
    }

    boolean anyCase() {
        return random.nextInt(3) == 0;
    }

    private String choice(int depth) {
        StringBuilder choice = new StringBuilder(sequence(depth));
        int more = Math.max(0, random.nextInt(6) - 2);
        for (int i = 0; i < more; i++) {
            choice.append('|').append(sequence(depth));
        }
        return choice.toString();
    }

    private String sequence(int depth) {
        StringBuilder sequence = new StringBuilder();
        int parts = random.nextInt(5);
        for (int i = 0; i < parts; i++) {
            sequence.append(random.nextInt(9) == 0 ? place(depth) : atom(depth) + repetition());
        }
        return sequence.toString();
    }

    private String place(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> "^";
            case 1 -> "$";
            case 2 -> "\\b";
            case 3 -> "\\B";
            case 4 -> "(?=" + choice(depth - 1) + ")";
            default -> "(?!" + choice(depth - 1) + ")";
        };
    }

    private String atom(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return (random.nextBoolean() ? "(" : "(?:") + choice(depth - 1) + ")";
        }
        return switch (random.nextInt(8)) {
            case 0 -> ".";
            case 1 -> "[ab]";
            case 2 -> "[^a;]";
            case 3 -> "\\d";
            case 4 -> random.nextBoolean() ? "\\w" : "\\s";
            case 5 -> "[a-b1-3 -]";
            default -> String.valueOf(letter());
        };
    }

    private String repetition() {
        String lazy = random.nextInt(4) == 0 ? "?" : "";
        return switch (random.nextInt(10)) {
            case 0 -> "?" + lazy;
            case 1 -> "*" + lazy;
            case 2 -> "+" + lazy;
            case 3 -> "{0,2}" + lazy;
            case 4 -> "{2}";
            case 5 -> "{1,3}" + lazy;
            default -> "";
        };
    }

    private char letter() {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
}
