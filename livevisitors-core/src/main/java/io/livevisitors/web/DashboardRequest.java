package io.livevisitors.web;

import org.jspecify.annotations.Nullable;

/**
 * Somebody asks to see a pixel's visitors.
 *
 * @param pixelId the pixel
 * @param client the request
 */
public record DashboardRequest(String pixelId, ClientRequest client) {

    /** Name of the authenticated user; null if there is none. */
    public @Nullable String principal() {
        return client.principal();
    }

    /** Whether the authenticated user has that role; false without a user. */
    public boolean hasRole(String name) {
        return client.hasRole(name);
    }
}
