package io.livevisitors.privacy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The built-in {@link Anonymizer}: visitors become HMACs under a salt that is replaced daily, pages lose what may name a
 * person. Thread-safe.
 *
 * <p>Honest limit: who holds both a live salt and a token could try all addresses; when the salt dies, nobody can.
 */
public final class SaltedAnonymizer implements Anonymizer {

    /** Codes of ISO 639 that were replaced, and what replaced them: which of the two is canonical is Java's to say. */
    private static final Set<String> RENAMED_LANGUAGES = Set.of("in", "id", "iw", "he", "ji", "yi");

    private final SaltRing salts;
    /** Tab IDs are random and live in a page's memory alone: their key need not change, and tabs outlive a salt. */
    private final KeyedHash tabs;

    private final UrlScrubber urls;
    private final boolean titles;
    private final boolean countries;

    private SaltedAnonymizer(Builder builder) {
        this.salts = new SaltRing(builder.ticker, builder.rotation, builder.overlap);
        this.urls = new UrlScrubber(builder.queryKeys, builder.hashRoutes);
        this.titles = builder.titles;
        this.countries = builder.countries;
        byte[] tabKey = new byte[32];
        new SecureRandom().nextBytes(tabKey);
        this.tabs = new KeyedHash(tabKey);
    }

    @Override
    public AnonymousVisit anonymize(RawVisit visit) {
        Who who = salts.use(now ->
                new Who(visitor(now.current, visit), now.previous == null ? null : visitor(now.previous, visit)));
        UrlScrubber.Scrubbed page = visit.pageUrl() == null ? null : urls.page(visit.pageUrl());
        Map<String, String> campaign = page == null ? Map.of() : page.campaign();
        String title = visit.pageTitle();
        return new AnonymousVisit(
                who.now,
                who.before,
                visit.tabId() == null ? null : tabs.of(visit.pixelId(), visit.tabId()),
                page == null ? null : page.url(),
                title == null || !titles ? null : TextScrubber.scrub(title),
                urls.referrer(visit.referrer()),
                campaign.get("utm_source"),
                campaign.get("utm_medium"),
                campaign.get("utm_campaign"),
                countries ? country(visit) : null,
                language(visit.language()));
    }

    @Override
    public @Nullable String scrubPage(String pageUrl) {
        return urls.pageUrl(pageUrl);
    }

    /** Drops the salts that are due, and overwrites them. */
    @Override
    public Optional<Duration> forgetDue() {
        return Optional.of(salts.forgetDue());
    }

    /** A visitor under the salt in use, and under the one before as long as that is tried. */
    private record Who(Pseudonym now, @Nullable Pseudonym before) {}

    private static Pseudonym visitor(SaltRing.Salt salt, RawVisit visit) {
        return visit.visitorToken() != null
                ? salt.hash.of(visit.pixelId(), "token", visit.visitorToken())
                : salt.hash.of(
                        visit.pixelId(),
                        "address",
                        Networks.household(visit.address()),
                        Objects.requireNonNullElse(visit.userAgent(), ""));
    }

    private static @Nullable String country(RawVisit visit) {
        return visit.country() != null ? visit.country() : ClockCountry.of(visit.timezone());
    }

    /** Language and region, canonical; other subtags say more about a person than a shopkeeper needs. */
    private static @Nullable String language(@Nullable String tag) {
        if (tag == null || isCanonical(tag)) {
            return tag;
        }
        try {
            Locale locale =
                    new Locale.Builder().setLanguageTag(tag.replace('_', '-')).build();
            String language = locale.getLanguage();
            return language.isEmpty()
                    ? null
                    : locale.getCountry().isEmpty() ? language : language + "-" + locale.getCountry();
        } catch (IllformedLocaleException e) {
            // Not BCP 47: the language is unknown.
            return null;
        }
    }

    /** Whether a tag is what would be made of it, as nearly all are: {@code en} or {@code en-GB}. Others take longer. */
    private static boolean isCanonical(String tag) {
        boolean hasForm = (tag.length() == 2 || (tag.length() == 5 && tag.charAt(2) == '-' && isCapital(tag, 3, 5)))
                && isSmall(tag.charAt(0))
                && isSmall(tag.charAt(1));
        return hasForm && !RENAMED_LANGUAGES.contains(tag.substring(0, 2));
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isCapital(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "SaltedAnonymizer[…]";
    }

    /** Adjusts the built-in anonymizer. Not thread-safe. */
    public static final class Builder {

        /** Default of {@link #queryKeys}. */
        public static final Set<String> DEFAULT_QUERY_KEYS = Set.of("ref", "source");

        private Set<String> queryKeys = DEFAULT_QUERY_KEYS;
        private boolean hashRoutes;
        private boolean titles = true;
        private boolean countries = true;
        private Duration rotation = Duration.ofDays(1);
        private Duration overlap = Duration.ofMinutes(5);
        private LongSupplier ticker = System::nanoTime;

        Builder() {}

        /** Query keys that stay in URLs, beside {@code utm_*}; default {@code ref} and {@code source}. */
        public Builder queryKeys(Set<String> keys) {
            this.queryKeys = Set.copyOf(keys);
            return this;
        }

        /** Whether a fragment that starts with {@code /} or {@code !/} names a page; default no. */
        public Builder hashRoutes(boolean hashRoutes) {
            this.hashRoutes = hashRoutes;
            return this;
        }

        /** Whether page titles are kept; default yes. */
        public Builder titles(boolean titles) {
            this.titles = titles;
            return this;
        }

        /** Whether the country is kept, that of the visitor's clock or that a CDN says; default yes. */
        public Builder countries(boolean countries) {
            this.countries = countries;
            return this;
        }

        /** How long a salt is used; default a day. */
        public Builder rotation(Duration rotation) {
            this.rotation = positive("anonymizer.rotation", rotation);
            return this;
        }

        /** How long the salt before is still tried, the active window at best; default five minutes. */
        public Builder overlap(Duration overlap) {
            this.overlap = positive("anonymizer.overlap", overlap);
            return this;
        }

        /** Nanoseconds that only go forward; default {@link System#nanoTime()}. */
        public Builder ticker(LongSupplier ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /** The anonymizer, with a new random salt. */
        public SaltedAnonymizer build() {
            if (overlap.compareTo(rotation) > 0) {
                throw new IllegalArgumentException("anonymizer.overlap: " + overlap + " is longer than the rotation of "
                        + rotation + "; use at most as much");
            }
            return new SaltedAnonymizer(this);
        }

        private static Duration positive(String setting, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(setting + ": " + value + " will not do; use more than zero");
            }
            return value;
        }
    }
}
