package io.livevisitors.web;

/**
 * Says who may see a pixel's visitors: the dashboard, its API and its channel. Called on a request's thread; it may be
 * slow or throw, a failure is a refusal.
 */
@FunctionalInterface
public interface DashboardAuthorizer {

    /**
     * Whether this request may see the visitors of {@link DashboardRequest#pixelId()}. Not asked about what a page of
     * another origin made a browser send, unless the host allows that origin by name: the cookies are not that page's.
     */
    boolean mayView(DashboardRequest request);

    /**
     * Whether the request brought credentials at all: without them a refusal is 401, with them 403. By default an
     * authenticated user or an {@code Authorization} header.
     */
    default boolean hasCredentials(ClientRequest request) {
        return request.principal() != null || request.header("Authorization") != null;
    }

    /** Nobody may see anything; the default. */
    static DashboardAuthorizer denyAll() {
        return request -> false;
    }

    /**
     * Whoever knows a token: sent as {@code Authorization: Bearer …}, or in the cookie {@value
     * DashboardToken#COOKIE}, which the dashboard sets when it is opened once with {@code ?token=…}.
     *
     * @param token 16 to 256 visible ASCII characters without quote, backslash, comma and semicolon; compared in
     *     constant time
     * @throws IllegalArgumentException if it is no such token
     */
    static DashboardAuthorizer token(String token) {
        return new DashboardToken(token);
    }
}
