package io.livevisitors.web;

/** Whether a request may see a protected path. */
public enum Access {
    /** It may. */
    GRANTED(200),
    /** It brought no credentials. */
    UNAUTHENTICATED(401),
    /** It brought credentials, and they do not suffice. */
    FORBIDDEN(403),
    /** A page of another origin had the browser send it, with credentials that are not that page's to use. */
    CROSS_SITE(403);

    private final int status;

    Access(int status) {
        this.status = status;
    }

    /** The HTTP status that says so. */
    public int status() {
        return status;
    }
}
