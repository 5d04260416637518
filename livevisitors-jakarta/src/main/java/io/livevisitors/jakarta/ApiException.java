package io.livevisitors.jakarta;

import org.jspecify.annotations.Nullable;

/** A request to the HTTP API that is refused. Has no stack trace: what a stranger sends is no news. */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String remedy;
    private final @Nullable String field;
    private final @Nullable String allow;

    /**
     * @param error the name that a program reads
     * @param field what is wrong; null if it is no single field
     * @param message the sentence that a person reads
     */
    ApiException(int status, String error, @Nullable String field, String message) {
        this(status, error, field, message, null);
    }

    private ApiException(int status, String error, @Nullable String field, String message, @Nullable String allow) {
        super(message, null, false, false);
        this.status = status;
        this.error = error;
        this.remedy = message;
        this.field = field;
        this.allow = allow;
    }

    /** The path is for other methods, comma-separated. */
    static ApiException methodNotAllowed(String allow) {
        return new ApiException(405, "method_not_allowed", null, "use " + allow, allow);
    }

    /** A field breaks its rule. */
    static ApiException invalid(String field, String message) {
        return new ApiException(422, "invalid_request", field, message);
    }

    /** The sentence that a person reads. */
    String remedy() {
        return remedy;
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    @Nullable String field() {
        return field;
    }

    /** The methods that the path is for; null but with 405. */
    @Nullable String allow() {
        return allow;
    }
}
