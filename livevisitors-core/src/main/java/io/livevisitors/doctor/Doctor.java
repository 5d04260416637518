package io.livevisitors.doctor;

import io.livevisitors.model.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a {@link Case} and says what it finds. Tries what can be tried, so it may take some seconds; changes nothing.
 * Thread-safe.
 */
public final class Doctor {

    private Doctor() {}

    /** All findings, each check at least once where it applies. Never throws for what it finds. */
    public static List<Finding> examine(Case patient) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(SocketExam.examine(patient));
        findings.addAll(AddressExam.examine(patient));
        findings.addAll(HouseExam.examine(patient));
        findings.addAll(RedisExam.examine(patient));
        findings.addAll(NamesExam.examine(patient));
        return findings;
    }

    /** What there is to say where nodes are meant to share visitors, which this version cannot. */
    public static Finding notShared() {
        return NamesExam.notShared();
    }
}
