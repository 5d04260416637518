package io.livevisitors.doctor;

import io.livevisitors.doctor.Symptom.Kind;
import io.livevisitors.model.Finding;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;

/** Whether the machine and the limits are large enough, and whether anybody can see anything. */
final class HouseExam {

    static final String OPEN_FILES = "open_files";
    static final String CONNECTIONS = "connections";
    static final String AUTHORIZER = "authorizer";
    static final String PROXY = "proxy";

    /** Files that a Java application has open beside its sockets, and then some. */
    private static final int OTHER_FILES = 500;

    private HouseExam() {}

    static List<Finding> examine(Case patient) {
        List<Finding> findings = new ArrayList<>();
        findings.add(openFiles(patient.maxConnections(), maxOpenFiles()));
        findings.addAll(connections(patient));
        findings.add(
                patient.somebodyMaySee()
                        ? Finding.ok(AUTHORIZER, "An authorizer decides who may see the visitors.")
                        : Finding.fault(
                                AUTHORIZER,
                                "No authorizer is set, so nobody may see the visitors.",
                                "Set authorizer(…), or dashboard_token."));
        patient.warnings().forEach(warning -> findings.add(Finding.warning(PROXY, warning, "")));
        return findings;
    }

    /** Each socket is an open file, and a server that can open no more accepts nobody, pages included. */
    static Finding openFiles(int maxConnections, OptionalLong maxOpenFiles) {
        if (maxOpenFiles.isEmpty()) {
            return Finding.unknown(
                    OPEN_FILES, "How many files this process may open cannot be told on this system.", "");
        }
        long files = maxOpenFiles.getAsLong();
        long needed = (long) maxConnections + OTHER_FILES;
        return files >= needed
                ? Finding.ok(
                        OPEN_FILES,
                        "This process may open " + files + " files, enough for " + maxConnections + " sockets.")
                : Finding.warning(
                        OPEN_FILES,
                        "This process may open " + files + " files, too few for the " + maxConnections
                                + " sockets that are allowed: beyond, the server accepts nobody, pages included.",
                        "Allow " + needed + " files (ulimit -n " + needed + ", LimitNOFILE=" + needed
                                + " in systemd)"
                                + (files > OTHER_FILES
                                        ? ", or set connections to " + (files - OTHER_FILES) + " at most."
                                        : "."));
    }

    private static List<Finding> connections(Case patient) {
        List<Symptom> full = patient.symptoms(Kind.QUOTA_REACHED);
        if (full.isEmpty()) {
            return List.of(Finding.ok(CONNECTIONS, "No socket was refused for want of room."));
        }
        return full.stream()
                .map(symptom -> Finding.warning(
                        CONNECTIONS,
                        "Sockets were refused with 4004, " + SocketExam.often(symptom) + ": " + symptom.detail()
                                + (symptom.detail().endsWith(".") ? "" : "."),
                        "Raise connections (REVERB_APP_MAX_CONNECTIONS) or connections_per_address if these are your"
                                + " readers; if a proxy stands in front, set trusted_proxies, or all of them share one"
                                + " address."))
                .toList();
    }

    /** Empty where the system has no such limit, or does not tell. */
    private static OptionalLong maxOpenFiles() {
        try {
            Object files = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "MaxFileDescriptorCount");
            return files instanceof Long count ? OptionalLong.of(count) : OptionalLong.empty();
        } catch (JMException e) {
            return OptionalLong.empty(); // Windows has no such attribute
        }
    }
}
