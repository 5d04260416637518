package io.livevisitors.presence;

/** A part of a query has a value it cannot have. Says which, what it was, and what to do. */
public final class InvalidQueryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String part;
    private final String value;
    private final String remedy;

    InvalidQueryException(String part, String value, String remedy) {
        super(part + ": \"" + value + "\" will not do; " + remedy);
        this.part = part;
        this.value = value;
        this.remedy = remedy;
    }

    /** The part's name, as in the query's parameters: {@code limit} or {@code cursor}. */
    public String part() {
        return part;
    }

    /** The value it had, as it was given. */
    public String value() {
        return value;
    }

    /** What to do, as the rest of a sentence. */
    public String remedy() {
        return remedy;
    }
}
