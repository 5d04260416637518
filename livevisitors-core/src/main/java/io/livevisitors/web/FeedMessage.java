package io.livevisitors.web;

/**
 * One event of a feed. The same object goes to all readers. Immutable.
 *
 * @param event the event's name on the wire, for example {@code visitor.active}
 * @param json the event's data, a JSON object without {@code seq}; an adapter adds that member for each reader
 * @param supersedes whether a later message of the same event makes this one worthless, as with totals: an outbox keeps
 *     the newest alone
 */
public record FeedMessage(String event, String json, boolean supersedes) {

    /** The event that starts a reader's count. */
    public static final String SNAPSHOT = "visitors.snapshot";
}
