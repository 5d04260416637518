package io.livevisitors.dashboard;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.DashboardToken;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The link that signs in once: {@code dashboard/?token=…}, exchanged for a cookie. */
final class TokenLink {

    static final String PARAMETER = DashboardToken.PARAMETER;

    // The rule of DashboardToken. A cookie's value may hold no other characters (RFC 6265, section 4.1.1): nothing that
    // could end it or the header.
    private static final Pattern TOKEN = Pattern.compile("[!-~&&[^\",;\\\\]]{16,256}");

    private static final Pattern ORIGIN = Pattern.compile("origin|sec-fetch-.*", Pattern.CASE_INSENSITIVE);

    private TokenLink() {}

    static boolean isWellFormed(String token) {
        return TOKEN.matcher(token).matches();
    }

    /**
     * The request as it would come with nothing but the cookie: no user, no other header that could let it in. Those that
     * say which page made it stay, for they can only keep it out.
     */
    static ClientRequest asCookie(ClientRequest request, String token) {
        return new ClientRequest(
                request.method(),
                request.path(),
                request.remoteAddress(),
                request.host(),
                request.secure(),
                name -> name.equalsIgnoreCase("Cookie")
                        ? DashboardToken.COOKIE + "=" + token
                        : ORIGIN.matcher(name).matches() ? request.header(name) : null,
                request.parameter(),
                null,
                role -> false);
    }

    /**
     * The {@code Set-Cookie} line. Its path is the whole host, because behind a proxy that takes a prefix away nobody
     * here knows the path that the browser sees, and {@code api} and {@code auth} need the cookie too.
     *
     * @param secure whether the browser came over TLS, so that it may keep the cookie from plain HTTP
     */
    static String setCookie(String token, boolean secure) {
        return DashboardToken.COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /** The query without its token, with its question mark; empty if nothing is left. */
    static String without(@Nullable String query) {
        if (query == null) {
            return "";
        }
        String rest = Arrays.stream(query.split("&", -1))
                .filter(pair -> !pair.isEmpty() && !PARAMETER.equals(Requests.decode(pair.split("=", 2)[0])))
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? "" : "?" + rest;
    }
}
