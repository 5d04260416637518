package io.livevisitors;

/** Text from outside, made fit for a log line: short, and without what would end or colour the line. */
final class Printable {

    private Printable() {}

    static String of(String text, int max) {
        String cut = text.length() <= max ? text : text.substring(0, max) + "…";
        return cut.replaceAll("[^\\x20-\\x7e…]", "?").replace('"', '\'');
    }
}
