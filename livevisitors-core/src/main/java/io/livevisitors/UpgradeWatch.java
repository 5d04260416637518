package io.livevisitors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Sighting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the WebSocket handshakes that a proxy made ordinary requests of: by kind since the start, and for a minute by
 * the attempt that a page named, so that the page can be told what became of its own. Each kind is logged once, with its
 * remedy. Bounded, however many strangers ask; thread-safe.
 */
final class UpgradeWatch {

    private static final Logger LOG = System.getLogger(UpgradeWatch.class.getName());

    /** Name of the query parameter by which a page tells its attempts apart. */
    private static final String ATTEMPT = "attempt";

    private static final Pattern ATTEMPT_FORM = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final int MAX_ATTEMPTS = 1_000;
    private static final Duration ATTEMPT_KEPT = Duration.ofMinutes(1);

    private static final Duration RECENT = Duration.ofHours(1);

    /** Kinds whose proxy is told apart; further proxies are counted together. */
    private static final int MAX_KINDS = 50;

    private record Kind(StrippedUpgrade upgrade, @Nullable String proxy) {

        Kind withoutProxy() {
            return new Kind(upgrade, null);
        }
    }

    private final TrustedProxies proxies;
    private final TimeSource time;
    private final Cache<String, StrippedUpgrade> attempts;
    private final Map<Kind, Sighting> seen = new LinkedHashMap<>();

    UpgradeWatch(TrustedProxies proxies, TimeSource time) {
        this.proxies = proxies;
        this.time = time;
        this.attempts = Caffeine.newBuilder()
                .maximumSize(MAX_ATTEMPTS)
                .expireAfterWrite(ATTEMPT_KEPT)
                .ticker(time.ticker()::getAsLong)
                .executor(Runnable::run) // else a thread of the common pool is ours, and has no name of ours
                .build();
    }

    /** A handshake came without all that makes it an upgrade. */
    void see(ClientRequest request, StrippedUpgrade upgrade) {
        String attempt = request.parameter(ATTEMPT);
        if (attempt != null && ATTEMPT_FORM.matcher(attempt).matches()) {
            attempts.put(attempt, upgrade);
        }
        Kind kind = new Kind(upgrade, proxies.ownProxy(request));
        if (count(kind)) {
            String from = kind.proxy == null ? "" : " Seen from " + kind.proxy + ".";
            LOG.log(Level.WARNING, upgrade.text() + from);
        }
    }

    /** What was missing of the handshake with this attempt; empty if none of it came so in the last minute. */
    Optional<StrippedUpgrade> of(String attempt) {
        return Optional.ofNullable(attempts.getIfPresent(attempt));
    }

    /** What was seen since the start, the newest first. */
    List<Sighting> sightings() {
        synchronized (seen) {
            return seen.values().stream()
                    .sorted(Comparator.comparing(Sighting::last).reversed())
                    .toList();
        }
    }

    /** Those that came within the last hour: whoever mends a proxy is not told of it for ever. The newest first. */
    List<Sighting> recent() {
        Instant since = time.wall().instant().minus(RECENT);
        return sightings().stream()
                .filter(sighting -> !sighting.last().isBefore(since))
                .toList();
    }

    /** Whether it is the first of its kind. */
    private boolean count(Kind named) {
        Instant now = time.wall().instant();
        synchronized (seen) {
            boolean full = seen.size() >= MAX_KINDS && !seen.containsKey(named);
            Kind kind = full ? named.withoutProxy() : named;
            Sighting before = seen.get(kind);
            long count = before == null ? 1 : before.count() + 1;
            seen.put(kind, new Sighting(kind.upgrade, kind.proxy, count, before == null ? now : before.first(), now));
            return before == null;
        }
    }
}
