package io.livevisitors.doctor;

import io.livevisitors.model.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Variables that mean something to Laravel Reverb and nothing here, with what takes their place; and misspelt ones. */
final class NamesExam {

    static final String SETTINGS = "settings";
    static final String BROADCASTING = "broadcasting";
    static final String SCALING = "scaling";

    private static final Set<String> BROADCASTS = Set.of("reverb", "pusher");

    /** Those that say where a server is found: the doctor goes there if public_url is not set. */
    private static final Set<String> ADDRESSES = Set.of("REVERB_HOST", "REVERB_PORT", "REVERB_SCHEME");

    private static final Map<String, String> INSTEAD = instead();

    private NamesExam() {}

    private static Map<String, String> instead() {
        Map<String, String> instead = new LinkedHashMap<>();
        String container =
                "Set it where your container takes it, for example server.address and server.port in Spring Boot.";
        String publicUrl = "Set public_url to scheme, host, port and base path together; your backends need this one as"
                + " before.";
        String pages =
                "Keep it for the build of your pages, and give Echo wsPath the base path, such as /livevisitors.";
        instead.put("REVERB_SERVER_HOST", container);
        instead.put("REVERB_SERVER_PORT", container);
        instead.put("REVERB_SERVER_PATH", "Map LiveSocketServlet to app/* and apps/* below this path.");
        instead.put("REVERB_SERVER", "Leave it out: there is one server.");
        instead.put("REVERB_HOST", publicUrl);
        instead.put("REVERB_PORT", publicUrl);
        instead.put("REVERB_SCHEME", publicUrl);
        instead.put("VITE_REVERB_HOST", pages);
        instead.put("VITE_REVERB_PORT", pages);
        instead.put("VITE_REVERB_SCHEME", pages);
        instead.put("VITE_REVERB_APP_KEY", pages);
        instead.put("REVERB_SCALING_CHANNEL", "Leave it out: nodes share nothing in this version.");
        instead.put(
                "REVERB_PULSE_INGEST_INTERVAL", "Read live.counters() and live.channels() instead of Laravel Pulse.");
        instead.put("REVERB_TELESCOPE_INGEST_INTERVAL", "Read live.channels() instead of Laravel Telescope.");
        return instead;
    }

    static List<Finding> examine(Case patient) {
        List<Finding> findings = new ArrayList<>();
        INSTEAD.forEach((name, cure) -> {
            String value = patient.variable(name);
            if (value != null) {
                String shown = patient.isSecret().test(value) ? "the application secret" : value;
                String effect = patient.pathKnown() || !ADDRESSES.contains(name)
                        ? ", and has no effect in this library."
                        : ", which only tells the doctor where to look.";
                findings.add(Finding.note(SETTINGS, name + " is " + shown + effect, cure));
            }
        });
        patient.unknown()
                .forEach((name, meant) -> findings.add(Finding.warning(
                        SETTINGS,
                        name + " is set, and no setting has that name.",
                        (meant.isEmpty() ? "Correct its name" : "Call it " + meant)
                                + ", or leave it out; docs/settings.md lists them all.")));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(SETTINGS, "Every variable that looks like a setting is one."));
        }
        findings.addAll(broadcasting(patient, "BROADCAST_CONNECTION"));
        if (patient.variable("BROADCAST_CONNECTION") == null) {
            findings.addAll(broadcasting(patient, "BROADCAST_DRIVER")); // as Laravel 10 and before call it
        }
        if (patient.scaling()) {
            findings.add(notShared());
        }
        return findings;
    }

    static Finding notShared() {
        return Finding.fault(
                SCALING,
                "REVERB_SCALING_ENABLED is true, and this version shares nothing between nodes: each shows its own"
                        + " visitors and serves its own channels.",
                "Run one node and set it to false.");
    }

    private static List<Finding> broadcasting(Case patient, String name) {
        String connection = patient.variable(name);
        if (connection == null) {
            return List.of();
        }
        return List.of(
                BROADCASTS.contains(connection)
                        ? Finding.note(
                                BROADCASTING,
                                name + " is " + connection
                                        + ", which tells a Laravel application to publish as to Reverb"
                                        + " or Pusher; it has no effect in this library.",
                                "Point REVERB_HOST, REVERB_PORT and REVERB_SCHEME of that application at this server.")
                        : Finding.warning(
                                BROADCASTING,
                                name + " is " + connection + ": a Laravel application with it publishes nothing to this"
                                        + " server.",
                                "Set it to reverb there, with this server's host, port, scheme and keys."));
    }
}
