package io.livevisitors.servlet;

import io.livevisitors.web.PublicCount;

/** The count of a public pixel as an image of its own size. */
final class Badge {

    private static final int HEIGHT = 20;
    private static final int PADDING = 10;

    /** Width of a character of 11 px Verdana, at most; {@code textLength} makes it so where that font is missing. */
    private static final int CHARACTER_WIDTH = 7;

    private Badge() {}

    /** An SVG document. Only numbers vary in it, so nothing needs escaping. */
    static String svg(PublicCount count) {
        String text =
                count.count() != null ? count.count() + " online now" : "fewer than " + count.below() + " online now";
        int textWidth = text.length() * CHARACTER_WIDTH;
        int width = textWidth + 2 * PADDING;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" role="img" aria-label="%3$s">\
                <title>%3$s</title>\
                <rect width="%1$d" height="%2$d" rx="3" fill="#1a7f37"/>\
                <text x="%4$d" y="14" textLength="%5$d" fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif"\
                 font-size="11">%3$s</text></svg>
                """.formatted(width, HEIGHT, text, PADDING, textWidth);
    }
}
