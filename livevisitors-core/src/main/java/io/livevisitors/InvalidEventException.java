package io.livevisitors;

/** A field of an event breaks its rule. Carries what the answer says: the field, and what would do instead. */
final class InvalidEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidEventException(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    String field() {
        return field;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
