package io.livevisitors.privacy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw visit into an anonymous one. The last step that sees an address or a raw URL. Called for every page view
 * from many threads at once: implementations are thread-safe, keep nothing of what they are given, and do not block.
 */
@FunctionalInterface
public interface Anonymizer {

    /** The anonymous visit; never null. */
    AnonymousVisit anonymize(RawVisit visit);

    /**
     * A page's address without what may name a person, as {@link #anonymize} shows it; the library asks this of addresses
     * that host code answers. Default: as the built-in anonymizer with its defaults does it.
     *
     * @param pageUrl at most 2,048 characters
     * @return null if it is no absolute http or https URL
     */
    default @Nullable String scrubPage(String pageUrl) {
        return UrlScrubber.DEFAULT.pageUrl(pageUrl);
    }

    /**
     * Forgets what is due to be forgotten although nobody comes, such as a salt that was replaced. Called by the library's
     * timer after the first event and then each time after as long as this said, until the library is closed. Must not
     * block. An anonymizer that asks another one passes the call on, or the other forgets with the next visit only.
     *
     * @return how long until more is due; empty if nothing ever is, and this need not be called again
     */
    default Optional<Duration> forgetDue() {
        return Optional.empty();
    }

    /** The anonymizer that comes with the library, with its defaults. */
    static Anonymizer builtIn() {
        return builtInWith().build();
    }

    /** The anonymizer that comes with the library, to be adjusted. */
    static SaltedAnonymizer.Builder builtInWith() {
        return new SaltedAnonymizer.Builder();
    }
}
