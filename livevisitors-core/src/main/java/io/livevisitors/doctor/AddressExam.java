package io.livevisitors.doctor;

import io.livevisitors.model.Finding;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether schemes, hosts and ports fit each other, wherever they are written down. */
final class AddressExam {

    static final String ADDRESS = "address";

    private static final String TLS_PORT = "443";
    private static final String PLAIN_PORT = "80";

    private AddressExam() {}

    static List<Finding> examine(Case patient) {
        List<Finding> findings = new ArrayList<>();
        for (String prefix : List.of("REVERB_", "VITE_REVERB_")) {
            findings.addAll(
                    schemeAndPort(prefix, patient.variable(prefix + "SCHEME"), patient.variable(prefix + "PORT")));
        }
        for (String part : List.of("HOST", "PORT", "SCHEME")) {
            findings.addAll(pagesAndBackends(patient, part));
        }
        findings.addAll(hostThatIsAUrl(patient));
        findings.addAll(elsewhere(patient, "REVERB_HOST", "backends"));
        findings.addAll(elsewhere(patient, "VITE_REVERB_HOST", "pages"));
        findings.addAll(innerPort(patient));
        findings.addAll(openedElsewhere(patient.publicUrl(), patient.openedAt()));
        return findings.isEmpty()
                ? List.of(Finding.ok(ADDRESS, "No scheme, host or port contradicts another."))
                : findings;
    }

    private static List<Finding> schemeAndPort(String prefix, @Nullable String scheme, @Nullable String port) {
        if ("https".equalsIgnoreCase(scheme) && PLAIN_PORT.equals(port)) {
            return List.of(mixUp(prefix, "https", PLAIN_PORT, "port " + TLS_PORT + ", or scheme http"));
        }
        if ("http".equalsIgnoreCase(scheme) && TLS_PORT.equals(port)) {
            return List.of(mixUp(prefix, "http", TLS_PORT, "scheme https, or port " + PLAIN_PORT));
        }
        return List.of();
    }

    private static Finding mixUp(String prefix, String scheme, String port, String cure) {
        return Finding.fault(
                ADDRESS,
                prefix + "SCHEME is " + scheme + " and " + prefix + "PORT is " + port + ": the port speaks the other.",
                "Use " + cure + ".");
    }

    private static List<Finding> pagesAndBackends(Case patient, String part) {
        String backend = patient.variable("REVERB_" + part);
        String page = patient.variable("VITE_REVERB_" + part);
        if (backend == null || page == null || backend.equalsIgnoreCase(page)) {
            return List.of();
        }
        return List.of(Finding.warning(
                ADDRESS,
                "REVERB_" + part + " is " + backend + " and VITE_REVERB_" + part + " is " + page
                        + ": backends and pages look for the server at different places.",
                "If there is one way to the server, write VITE_REVERB_" + part + "=\"${REVERB_" + part
                        + "}\" and build the pages anew."));
    }

    private static List<Finding> hostThatIsAUrl(Case patient) {
        String host = patient.variable("REVERB_HOST");
        if (host == null || !host.contains("/")) {
            return List.of();
        }
        return List.of(Finding.fault(
                ADDRESS,
                "REVERB_HOST is " + host + ", which is more than a host.",
                "Give the host alone, such as shop.example, and put http or https into REVERB_SCHEME."));
    }

    /** Backends and pages may have another way to the server than browsers, but seldom do. */
    private static List<Finding> elsewhere(Case patient, String variable, String who) {
        String host = patient.variable(variable);
        URI url = patient.publicUrl();
        if (host == null || host.contains("/") || url == null || host.equalsIgnoreCase(url.getHost())) {
            return List.of();
        }
        return List.of(Finding.warning(
                ADDRESS,
                variable + " is " + host + ", and public_url leads to " + url.getHost() + ": " + who
                        + " look for the server at another place than browsers.",
                "If there is one way to the server, set " + variable + " to " + url.getHost() + "."));
    }

    /** The port within is the container's own and speaks no TLS, as a rule: that is the proxy's. */
    private static List<Finding> innerPort(Case patient) {
        String inner = patient.variable("REVERB_SERVER_PORT");
        String scheme = patient.variable("REVERB_SCHEME");
        String port = patient.variable("REVERB_PORT");
        if (inner == null || !inner.equals(port) || !"https".equalsIgnoreCase(scheme)) {
            return List.of();
        }
        return List.of(Finding.warning(
                ADDRESS,
                "REVERB_SCHEME is https and REVERB_PORT is " + port
                        + ", where the server itself listens, which speaks plain HTTP unless its container has a"
                        + " certificate.",
                "Set REVERB_PORT to the proxy's port, 443 as a rule, or REVERB_SCHEME to http."));
    }

    private static List<Finding> openedElsewhere(@Nullable URI publicUrl, @Nullable URI openedAt) {
        if (publicUrl == null || openedAt == null || authority(publicUrl).equals(authority(openedAt))) {
            return List.of();
        }
        return List.of(Finding.warning(
                ADDRESS,
                "This was asked for at " + authority(openedAt) + ", and the settings say " + authority(publicUrl) + ".",
                "If both lead here, all is well; if not, set public_url to where browsers find the library."));
    }

    /** Scheme, host and port, the scheme's own port left out. */
    private static String authority(URI url) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "http").toLowerCase(Locale.ROOT);
        int own = scheme.equals("https") ? 443 : 80;
        String host = Objects.requireNonNullElse(url.getHost(), "").toLowerCase(Locale.ROOT);
        return scheme + "://" + host + (url.getPort() < 0 || url.getPort() == own ? "" : ":" + url.getPort());
    }
}
