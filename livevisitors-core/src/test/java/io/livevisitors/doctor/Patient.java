package io.livevisitors.doctor;

import io.livevisitors.doctor.Symptom.Kind;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An installation in good health, save what is named. */
final class Patient {

    static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    static final String KEY = "app-key";
    static final String SECRET = "TOP-SECRET";

    private final Map<String, String> foreign = new HashMap<>();
    private final Map<String, String> unknown = new HashMap<>();
    private final List<StrippedUpgrade.Sighting> stripped = new ArrayList<>();
    private final List<Symptom> symptoms = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> origins = new ArrayList<>(List.of("*"));
    private @Nullable URI publicUrl;
    private @Nullable URI openedAt;
    private @Nullable URI redis;
    private boolean pathKnown = true;
    private boolean scaling;
    private boolean servesSockets = true;
    private boolean somebodyMaySee = true;

    static Patient healthy() {
        return new Patient();
    }

    Patient foundAt(String url) {
        publicUrl = URI.create(url);
        return this;
    }

    /** As by REVERB_HOST alone. */
    Patient withoutPath() {
        pathKnown = false;
        return this;
    }

    Patient openedAt(String url) {
        openedAt = URI.create(url);
        return this;
    }

    Patient with(String variable, String value) {
        foreign.put(variable, value);
        return this;
    }

    Patient unknown(String variable, String meant) {
        unknown.put(variable, meant);
        return this;
    }

    Patient redis(String url) {
        redis = URI.create(url);
        return this;
    }

    Patient scaling() {
        scaling = true;
        return this;
    }

    Patient withoutSockets() {
        servesSockets = false;
        return this;
    }

    Patient withoutAuthorizer() {
        somebodyMaySee = false;
        return this;
    }

    Patient allowing(String... allowed) {
        origins.clear();
        origins.addAll(List.of(allowed));
        return this;
    }

    Patient symptom(Kind kind, String detail, long count) {
        symptoms.add(new Symptom(kind, detail, count, NOON));
        return this;
    }

    Patient stripped(Set<Part> missing, long count) {
        stripped.add(new StrippedUpgrade.Sighting(new StrippedUpgrade(missing), null, count, NOON, NOON));
        return this;
    }

    Patient warning(String warning) {
        warnings.add(warning);
        return this;
    }

    Case asCase() {
        return new Case(
                publicUrl,
                pathKnown,
                openedAt,
                KEY,
                SECRET::equals,
                "the-probe",
                (origin, host) -> origins.contains("*") || origins.contains(origin),
                10,
                () -> servesSockets,
                somebodyMaySee,
                foreign,
                unknown,
                redis,
                scaling,
                () -> stripped,
                symptoms,
                warnings);
    }
}
