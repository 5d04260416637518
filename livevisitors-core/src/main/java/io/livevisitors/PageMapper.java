package io.livevisitors;

import org.jspecify.annotations.Nullable;

/**
 * The host's own say in what is shown of a page, for what {@link LiveVisitorsBuilder#routes} and {@link
 * LiveVisitorsBuilder#droppedPages} cannot express. Called for every event, and for a referrer that is a page of the same
 * site, from many threads at once: implementations are thread-safe, answer from memory and keep nothing of what they are
 * given. No lock is held meanwhile.
 */
@FunctionalInterface
public interface PageMapper {

    /**
     * What to show instead of a page.
     *
     * <p>The answer is scrubbed as the page was. If this throws, or answers what is no address of a web page or is longer
     * than 2,048 characters, the page is shown as {@code https://shop.example/{page}}, with the host it has; that is
     * counted as {@code page_mapper_failed} and logged at most once a minute.
     *
     * @param pageUrl absolute URL as it would be shown: scrubbed, and with its route if it has one
     * @return an absolute http or https URL, the same one if there is nothing to change; null to drop the page, as {@link
     *     LiveVisitorsBuilder#droppedPages} explains
     */
    @Nullable String map(String pageUrl);
}
