package io.livevisitors.doctor;

import io.livevisitors.doctor.Symptom.Kind;
import io.livevisitors.model.Finding;
import io.livevisitors.web.StrippedUpgrade;
import java.net.URI;
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
        findings.add(servlet(patient));
        findings.add(websocket(patient));
        findings.addAll(origin(patient));
        findings.addAll(key(patient));
        findings.addAll(clock(patient));
        return findings;
    }

    private static Finding servlet(Case patient) {
        return patient.servesSockets()
                ? Finding.ok("socket_servlet", "LiveSocketServlet runs.")
                : Finding.fault(
                        "socket_servlet",
                        "No LiveSocketServlet runs, so dashboards find no socket.",
                        "Register new LiveSocketServlet(live) and map it to app/* and apps/* below the base path.");
    }

    private static Finding websocket(Case patient) {
        URI url = patient.publicUrl();
        if (url != null) {
            return SocketProbe.probe(url, patient.appKey(), nginxLines(patient));
        }
        if (!patient.stripped().isEmpty()) {
            StrippedUpgrade.Sighting newest = patient.stripped().get(0);
            return Finding.fault(
                    WEBSOCKET,
                    newest.upgrade().message() + " It happened " + times(newest.count()) + ", the last time at "
                            + newest.last().truncatedTo(ChronoUnit.SECONDS) + ".",
                    newest.upgrade().remedy() + ": "
                            + String.join(" ", newest.upgrade().nginxLines()));
        }
        return Finding.unknown(
                WEBSOCKET,
                "Whether WebSockets get through to this server was not tried, since nobody said where browsers find it.",
                "Set public_url, for example to https://shop.example/livevisitors, or open this page in a browser, which"
                        + " tries by itself.");
    }

    /** The lines that nginx lacks, as far as that was seen; else those that it needs. */
    private static String nginxLines(Case patient) {
        List<String> lines = patient.stripped().isEmpty()
                ? List.of(StrippedUpgrade.Part.UPGRADE.nginxLine(), StrippedUpgrade.Part.CONNECTION.nginxLine())
                : patient.stripped().get(0).upgrade().nginxLines();
        return String.join(" ", lines);
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
                                + "\", and was refused, " + times(refused.count()) + ".",
                        "Nothing is to be done: it was refused."));
                continue;
            }
            findings.add(Finding.warning(
                    ORIGIN,
                    "Pages of " + origin + " asked for a socket under the host " + host + " and were refused, "
                            + times(refused.count()) + ".",
                    "If they are yours, set allowed_origins to " + origin + "; or, if a proxy changes the host, have it"
                            + " pass the host on: proxy_set_header Host $http_host;"));
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
        for (Symptom unknown : patient.symptoms(Kind.UNKNOWN_KEY)) {
            findings.add(Finding.warning(
                    KEY,
                    "Clients asked for the application key \"" + unknown.detail() + "\", " + times(unknown.count())
                            + ", and this application's is \"" + patient.appKey() + "\".",
                    "Give the page this key (VITE_REVERB_APP_KEY, or key in the options of Echo or Pusher) and build it"
                            + " anew, or set app_key (REVERB_APP_KEY) here to theirs."));
        }
        String built = patient.variable("VITE_REVERB_APP_KEY");
        if (built != null && !built.equals(patient.appKey())) {
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

    private static List<Finding> clock(Case patient) {
        List<Symptom> skewed = patient.symptoms(Kind.CLOCK_SKEW);
        if (skewed.isEmpty()) {
            return List.of(Finding.ok(CLOCK, "No backend's request was refused for its time."));
        }
        Symptom newest = skewed.get(0);
        long behind = Long.parseLong(newest.detail());
        return List.of(Finding.fault(
                CLOCK,
                "A backend that knows the secret was refused, " + times(newest.count()) + ": its clock is "
                        + Math.abs(behind) + " s " + (behind > 0 ? "behind" : "ahead of")
                        + " ours, and 600 s are allowed.",
                "Have both machines set their clocks by NTP (timedatectl set-ntp true), and do not send old requests"
                        + " again."));
    }

    static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }
}
