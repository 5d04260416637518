package io.livevisitors.model;

/**
 * One thing that a doctor looked at. Immutable.
 *
 * @param check what was looked at, for example {@code websocket}; the same name stands for the same check for good
 * @param verdict how it is
 * @param cause what was seen, in a sentence
 * @param cure what to do, in a sentence; empty if there is nothing to do
 */
public record Finding(String check, Verdict verdict, String cause, String cure) {

    /** How something is. */
    public enum Verdict {
        /** As it should be. */
        OK("ok"),
        /** Good to know. */
        NOTE("note"),
        /** It could not be told. */
        UNKNOWN("unknown"),
        /** It works, and will not for everybody or not for long. */
        WARNING("warning"),
        /** It does not work. */
        FAULT("fault");

        private final String wireName;

        Verdict(String wireName) {
            this.wireName = wireName;
        }

        /** As in JSON. */
        public String wireName() {
            return wireName;
        }
    }

    /** All is well. */
    public static Finding ok(String check, String cause) {
        return new Finding(check, Verdict.OK, cause, "");
    }

    /** Good to know. */
    public static Finding note(String check, String cause, String cure) {
        return new Finding(check, Verdict.NOTE, cause, cure);
    }

    /** It could not be told. */
    public static Finding unknown(String check, String cause, String cure) {
        return new Finding(check, Verdict.UNKNOWN, cause, cure);
    }

    /** It works, and will not for everybody or not for long. */
    public static Finding warning(String check, String cause, String cure) {
        return new Finding(check, Verdict.WARNING, cause, cure);
    }

    /** It does not work. */
    public static Finding fault(String check, String cause, String cure) {
        return new Finding(check, Verdict.FAULT, cause, cure);
    }
}
