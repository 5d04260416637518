package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The warnings and errors of one client: each has to be one that the test expects, and what it expects has to come.
 * Thread-safe.
 */
final class Complaints {

    private final String whose;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();
    private final List<String> allowed = new CopyOnWriteArrayList<>();

    /** @param whose for people */
    Complaints(String whose) {
        this.whose = whose;
    }

    void add(String complaint) {
        heard.add(complaint);
    }

    /** There will be complaints with this text, at least one. */
    void expect(String part) {
        expected.add(part);
    }

    /** There may be complaints with this text, which is a matter of timing. */
    void allow(String part) {
        allowed.add(part);
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    /** Asserts that all is as expected. */
    void check() {
        assertThat(heard)
                .as("complaints of %s that nobody expected", whose)
                .allMatch(complaint -> expected.stream().anyMatch(complaint::contains)
                        || allowed.stream().anyMatch(complaint::contains));
        assertThat(expected)
                .as("expected complaints of %s, which are %s", whose, heard)
                .allMatch(part -> heard.stream().anyMatch(complaint -> complaint.contains(part)));
    }
}
