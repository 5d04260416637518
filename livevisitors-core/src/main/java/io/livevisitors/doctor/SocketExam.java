package io.livevisitors.doctor;

import io.livevisitors.doctor.Symptom.Kind;
import io.livevisitors.model.Finding;
import io.livevisitors.web.StrippedUpgrade;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Whether clients can open a socket: what came in since the start, and an attempt of our own where the address is known. */
final class SocketExam {

    static final String WEBSOCKET = "websocket";
    static final String ORIGIN = "origin";
    static final String KEY = "key";
    static final String CLOCK = "clock";

    /** What browsers send. What others send must not find its way into a remedy: {@code *} would allow all. */
    private static final Pattern ORIGIN_OF_A_PAGE =
            Pattern.compile("null|[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._:\\[\\]-]+");

    private SocketExam() {}

    static List<Finding> examine(Case patient) {
        List<Finding> findings = new ArrayList<>();
        Finding websocket = websocket(patient);
        findings.add(servlet(patient, websocket));
        findings.add(websocket);
        findings.addAll(origin(patient));
        findings.addAll(key(patient));
        findings.addAll(clock(patient));
        return findings;
    }

    /** After the attempt: containers start a servlet with its first request, as a rule. */
    private static Finding servlet(Case patient, Finding websocket) {
        if (patient.servesSockets().getAsBoolean()) {
            return Finding.ok("socket_servlet", "LiveSocketServlet runs.");
        }
        String cure = "Register new LiveSocketServlet(live), and map it to app/* and apps/* below the base path.";
        return websocket.verdict() == Finding.Verdict.FAULT
                ? Finding.fault("socket_servlet", "No LiveSocketServlet runs, so dashboards find no socket.", cure)
                : Finding.unknown(
                        "socket_servlet",
                        "No LiveSocketServlet has started: either nobody asked for a socket yet, or there is none.",
                        cure + " With load-on-startup 1 it starts with the application.");
    }

    private static Finding websocket(Case patient) {
        if (patient.publicUrl() != null) {
            return SocketProbe.probe(patient.publicUrl(), patient);
        }
        List<StrippedUpgrade.Sighting> stripped = patient.stripped().get();
        if (!stripped.isEmpty()) {
            StrippedUpgrade.Sighting newest = stripped.get(0);
            return Finding.fault(
                    WEBSOCKET,
                    newest.upgrade().message() + " It happened " + often(newest.count(), newest.last()) + ".",
                    newest.upgrade().remedy() + ": "
                            + String.join(" ", newest.upgrade().nginxLines()));
        }
        return Finding.unknown(
                WEBSOCKET,
                "The server did not try whether WebSockets get through to it, since nobody said where browsers find it.",
                "Set public_url, for example to https://shop.example/livevisitors; this page in a browser tries from"
                        + " there.");
    }

    private static List<Finding> origin(Case patient) {
        List<Finding> findings = new ArrayList<>();
        for (Symptom refused : patient.symptoms(Kind.REFUSED_ORIGIN)) {
            int space = refused.detail().lastIndexOf(' ');
            String origin = refused.detail().substring(0, Math.max(0, space));
            String host = refused.detail().substring(space + 1);
            if (patient.originAllowed().allows(origin, host)) {
                continue;
            }
            if (!ORIGIN_OF_A_PAGE.matcher(origin).matches()) {
                findings.add(Finding.note(
                        ORIGIN,
                        "Something that is no browser asked for a socket, with the origin \"" + origin
                                + "\", and was refused, " + often(refused) + ".",
                        "Nothing is to be done: it was refused."));
                continue;
            }
            findings.add(Finding.warning(
                    ORIGIN,
                    "Pages of " + origin + " asked for a socket under the host " + host + " and were refused, "
                            + often(refused) + ".",
                    origin.equals("null")
                            ? "Sandboxed and local pages have no other origin; open the page at its own address, or call"
                                    + " allowedOrigins(\"null\") if you mean to allow all of them."
                            : "If they are yours, set allowed_origins to " + origin
                                    + "; or, if a proxy changes the host,"
                                    + " have it pass the host on: proxy_set_header Host $http_host;"));
        }
        URI url = patient.publicUrl();
        if (url != null) {
            String origin = url.getScheme() + "://" + url.getRawAuthority();
            if (!patient.originAllowed().allows(origin, url.getRawAuthority())) {
                findings.add(Finding.fault(
                        ORIGIN,
                        "Pages of " + origin + ", where public_url says the library is found, may not open sockets.",
                        "Add " + origin + " to allowed_origins."));
            }
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(ORIGIN, "No page was refused a socket for its origin."))
                : findings;
    }

    private static List<Finding> key(Case patient) {
        List<Finding> findings = new ArrayList<>();
        for (Symptom secret : patient.symptoms(Kind.SECRET_AS_KEY)) {
            findings.add(secretAsKey("Clients ask for the application secret in place of the key, " + often(secret)));
        }
        for (Symptom unknown : patient.symptoms(Kind.UNKNOWN_KEY)) {
            findings.add(Finding.warning(
                    KEY,
                    "Clients asked for the application key \"" + unknown.detail() + "\", " + often(unknown)
                            + ", and this application's is \"" + patient.appKey() + "\".",
                    "Give the page this key (VITE_REVERB_APP_KEY, or key in the options of Echo or Pusher) and build it"
                            + " anew, or set app_key (REVERB_APP_KEY) here to theirs."));
        }
        String built = patient.variable("VITE_REVERB_APP_KEY");
        if (built != null && patient.isSecret().test(built)) {
            findings.add(secretAsKey("VITE_REVERB_APP_KEY is the application secret, so every page shows it"));
        } else if (built != null && !built.equals(patient.appKey())) {
            findings.add(Finding.fault(
                    KEY,
                    "VITE_REVERB_APP_KEY is \"" + built + "\", and this application's key is \"" + patient.appKey()
                            + "\": pages built with it are refused with 4001.",
                    "Set VITE_REVERB_APP_KEY to \"" + patient.appKey() + "\" and build the pages anew."));
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(KEY, "No client asked for another key than \"" + patient.appKey() + "\"."))
                : findings;
    }

    private static Finding secretAsKey(String cause) {
        return Finding.fault(
                KEY,
                cause + ".",
                "Give pages the key, and take a new secret (app_secret, REVERB_APP_SECRET): this one is known.");
    }

    private static List<Finding> clock(Case patient) {
        List<Symptom> skewed = patient.symptoms(Kind.CLOCK_SKEW);
        if (skewed.isEmpty()) {
            return List.of(Finding.ok(CLOCK, "No backend's request was refused for its time."));
        }
        Symptom usual = skewed.get(0);
        long behind = Long.parseLong(usual.detail());
        return List.of(Finding.fault(
                CLOCK,
                "A backend that knows the secret was refused, " + often(usual) + ": its clock is about "
                        + Math.abs(behind) + " s " + (behind > 0 ? "behind" : "ahead of")
                        + " ours, and 600 s are allowed.",
                "Have both machines set their clocks by NTP (timedatectl set-ntp true), and do not send old requests"
                        + " again."));
    }

    /** How often, and when the last time was. */
    static String often(Symptom symptom) {
        return often(symptom.count(), symptom.last());
    }

    private static String often(long count, Instant last) {
        Instant second = last.truncatedTo(ChronoUnit.SECONDS);
        return count == 1 ? "once, at " + second : count + " times, the last time at " + second;
    }
}
