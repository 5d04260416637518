package io.livevisitors.device.rules;

import io.livevisitors.device.match.Matcher;
import io.livevisitors.device.match.Texts;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of uap-core answers: a text in which {@code $1} to {@code $9} stand for groups of the match. Immutable.
 *
 * @param text for example {@code Firefox ($1)}; no group is named if it has no {@code $}
 * @param bare whether it is a group as it stands, and no answer if that took no part; otherwise blanks around the answer
 *     are cut off
 */
public record AnswerTemplate(String text, boolean bare) {

    /** A text with groups in it. */
    public static AnswerTemplate of(String text) {
        return new AnswerTemplate(text, false);
    }

    /** A group and nothing else. */
    public static AnswerTemplate ofGroup(int number) {
        return new AnswerTemplate("$" + number, true);
    }

    /** The answer for a match; null if it is a bare group that took no part. */
    @Nullable String fill(Matcher matcher) {
        if (bare) {
            return matcher.group(text.charAt(1) - '0');
        }
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1))) {
                String group = matcher.group(text.charAt(++i) - '0');
                filled.append(group == null ? "" : group);
            } else {
                filled.append(c);
            }
        }
        return filled.toString().trim();
    }

    /** The highest number of a group that is named; 0 if there is none. */
    public int groups() {
        int highest = 0;
        for (int i = text.indexOf('$'); i >= 0 && i + 1 < text.length(); i = text.indexOf('$', i + 1)) {
            highest = Math.max(highest, Character.digit(text.charAt(i + 1), 10));
        }
        return highest;
    }

    static void write(@Nullable AnswerTemplate template, DataOutput out) throws IOException {
        out.writeBoolean(template != null);
        if (template != null) {
            out.writeUTF(template.text);
            out.writeBoolean(template.bare);
        }
    }

    static @Nullable AnswerTemplate read(ByteBuffer in) {
        return in.get() != 0 ? new AnswerTemplate(Texts.read(in), in.get() != 0) : null;
    }
}
