package io.livevisitors.web;

/**
 * Says who may join private and presence channels other than the pixels' own. Called on a request's thread; it may be
 * slow or throw, a failure is a refusal.
 */
@FunctionalInterface
public interface ChannelAuthorizer {

    /**
     * Whether, and as whom, this request may join the channel. Not asked about what a page of another origin made a browser
     * send, unless the host allows that origin by name.
     */
    ChannelGrant authorize(ChannelRequest request);

    /** Nobody may join anything; the default. */
    static ChannelAuthorizer denyAll() {
        return request -> ChannelGrant.deny();
    }
}
