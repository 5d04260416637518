package io.livevisitors.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets in whoever knows one token. Immutable and thread-safe; never shows the token. */
public final class DashboardToken implements DashboardAuthorizer {

    /** Name of the cookie that carries the token. */
    public static final String COOKIE = "livevisitors_token";

    /** Name of the query parameter that carries the token once. */
    public static final String PARAMETER = "token";

    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 256;
    private static final String BEARER = "Bearer ";

    private final byte[] token;

    DashboardToken(@Nullable String token) {
        if (token == null || !isToken(token)) {
            throw new IllegalArgumentException("dashboard_token: "
                    + (token == null ? "null, as of a variable that is not set" : token.length() + " characters")
                    + "; use " + MIN_LENGTH
                    + " to " + MAX_LENGTH + " visible ASCII characters without quote, backslash, comma and semicolon,"
                    + " such as 32 random hex digits");
        }
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a text can be a token: long enough, and carried by a cookie as it is (RFC 6265, section 4.1.1). */
    public static boolean isToken(String text) {
        return text.length() >= MIN_LENGTH
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0);
    }

    @Override
    public boolean mayView(DashboardRequest request) {
        return matches(bearer(request.client())) || matches(cookie(request.client()));
    }

    @Override
    public boolean hasCredentials(ClientRequest request) {
        return DashboardAuthorizer.super.hasCredentials(request) || cookie(request) != null;
    }

    /** Whether this is the token; compared in constant time. */
    public boolean matches(@Nullable String candidate) {
        return candidate != null && MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "DashboardToken[…]";
    }

    private static @Nullable String bearer(ClientRequest request) {
        String value = request.header("Authorization");
        return value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : null;
    }

    /** The token in the {@code Cookie} header (RFC 6265, section 4.2.1). */
    private static @Nullable String cookie(ClientRequest request) {
        String header = request.header("Cookie");
        if (header == null) {
            return null;
        }
        for (int start = 0; start < header.length(); ) {
            int end = header.indexOf(';', start);
            end = end < 0 ? header.length() : end;
            String pair = header.substring(start, end).strip();
            if (pair.startsWith(COOKIE + "=")) {
                return pair.substring(COOKIE.length() + 1);
            }
            start = end + 1;
        }
        return null;
    }
}
