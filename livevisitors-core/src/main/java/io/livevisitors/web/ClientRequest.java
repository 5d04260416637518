package io.livevisitors.web;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as the core needs to see it, whatever container it came through. Valid only while the request is
 * handled: the look-ups go to the container's own objects.
 *
 * @param method for example {@code POST}
 * @param path path below the adapter's base, for example {@code /event}
 * @param remoteAddress the peer's address in textual form, as the container sees it; the core finds the client behind
 *     trusted proxies itself
 * @param host the authority asked for, {@code host[:port]}; empty if the request named none
 * @param secure whether it came over TLS as far as the container knows
 * @param header value of the header with that name, in any case; null if absent
 * @param parameter first value of the query parameter (never of a form body) with that name; null if absent
 * @param principal name of the authenticated user; null if there is none
 * @param role whether that user has the role
 */
public record ClientRequest(
        String method,
        String path,
        String remoteAddress,
        String host,
        boolean secure,
        Function<String, @Nullable String> header,
        Function<String, @Nullable String> parameter,
        @Nullable String principal,
        Predicate<String> role) {

    /** Value of the header with that name, in any case; null if absent. */
    public @Nullable String header(String name) {
        return header.apply(name);
    }

    /** First value of the query parameter with that name; null if absent. */
    public @Nullable String parameter(String name) {
        return parameter.apply(name);
    }

    /** Whether the authenticated user has that role; false without a user. */
    public boolean hasRole(String name) {
        return principal != null && role.test(name);
    }

    /** Method and path alone: an address must not reach a log by way of a message. */
    @Override
    public String toString() {
        return "ClientRequest[" + method + ' ' + path + ']';
    }
}
