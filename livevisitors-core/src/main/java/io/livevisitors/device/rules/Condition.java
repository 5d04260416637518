package io.livevisitors.device.rules;

import io.livevisitors.device.match.PatternSet;
import io.livevisitors.device.match.Texts;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a rule of the class table asks of a signal. Of a signal that was not sent nothing is true. Immutable.
 *
 * @param signal what is looked at
 * @param comparison how
 * @param text what it is compared with; empty for a number or a pattern
 * @param number the same for a number; for a pattern its number in the set
 */
public record Condition(Signal signal, Comparison comparison, String text, int number) {

    /** How a signal is compared. */
    public enum Comparison {
        /** {@code =}, in any case. */
        EQUAL("="),
        /** {@code !=}. */
        UNEQUAL("!="),
        /** {@code ~}: a pattern is found. */
        FOUND("~"),
        /** {@code !~}. */
        NOT_FOUND("!~"),
        /** {@code >=}. */
        AT_LEAST(">="),
        /** {@code <}. */
        BELOW("<");

        private static final List<Comparison> VALUES = List.of(values());

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** How the table writes it. */
        public String sign() {
            return sign;
        }

        /** Whether a signal can be compared so. */
        public boolean isFor(Signal signal) {
            boolean isOrder = this == AT_LEAST || this == BELOW;
            return this == EQUAL || this == UNEQUAL || (signal.isNumber() ? isOrder : isPattern());
        }

        /** Whether the value is a pattern. */
        public boolean isPattern() {
            return this == FOUND || this == NOT_FOUND;
        }
    }

    boolean holds(Signals signals, PatternSet patterns) {
        if (signal.isNumber()) {
            int value = signals.number(signal);
            return value >= 0
                    && switch (comparison) {
                        case EQUAL -> value == number;
                        case UNEQUAL -> value != number;
                        case AT_LEAST -> value >= number;
                        case BELOW -> value < number;
                        case FOUND, NOT_FOUND -> throw new IllegalStateException("a pattern for a number: " + this);
                    };
        }
        String value = signals.text(signal);
        return value != null
                && switch (comparison) {
                    case EQUAL -> value.equalsIgnoreCase(text);
                    case UNEQUAL -> !value.equalsIgnoreCase(text);
                    case FOUND -> isFoundIn(value, patterns);
                    case NOT_FOUND -> !isFoundIn(value, patterns);
                    case AT_LEAST, BELOW -> throw new IllegalStateException("a number for a text: " + this);
                };
    }

    private boolean isFoundIn(String value, PatternSet patterns) {
        return patterns.isFoundIn(value, number);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(signal.ordinal());
        out.writeByte(comparison.ordinal());
        out.writeUTF(text);
        out.writeInt(number);
    }

    static Condition read(ByteBuffer in) {
        return new Condition(Signal.VALUES.get(in.get()), Comparison.VALUES.get(in.get()), Texts.read(in), in.getInt());
    }
}
