package io.livevisitors.device.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.device.Corpora;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ua_parser.Client;
import ua_parser.Parser;

/** Browser, system and device are what uap-java says, for every User-Agent that there is to ask about. */
class UapEqualityTest {

    private static final int MAX_LENGTH = 512;

    private final RuleBook rules = RuleBook.load();
    private final Parser reference = new Parser();

    @Test
    void everyAnswerIsThatOfUapJava() throws IOException {
        List<String> userAgents = Corpora.userAgents();
        Queue<String> differences = new ConcurrentLinkedQueue<>();
        Queue<String> crashes = new ConcurrentLinkedQueue<>();
        userAgents.parallelStream().map(UapEqualityTest::cut).forEach(userAgent -> {
            Optional<Client> expected = parse(userAgent, crashes);
            String actual = answers(userAgent);
            expected.map(UapEqualityTest::answers)
                    .filter(answers -> !answers.equals(actual))
                    .ifPresent(answers -> differences.add(
                            "%s%n  uap-java: %s%n  here:     %s".formatted(userAgent, answers, actual)));
        });
        System.out.printf(
                "Devices: %,d User-Agents asked, %d differ, uap-java crashes at %d%n",
                userAgents.size(), differences.size(), crashes.size());
        assertThat(differences).isEmpty();
        assertThat(crashes).hasSizeLessThan(userAgents.size() / 1_000 + 1);
    }

    private Optional<Client> parse(String userAgent, Queue<String> crashes) {
        try {
            return Optional.of(reference.parse(userAgent));
        } catch (RuntimeException | StackOverflowError e) {
            crashes.add(userAgent);
            return Optional.empty();
        }
    }

    private static String cut(String userAgent) {
        return userAgent.length() <= MAX_LENGTH ? userAgent : userAgent.substring(0, MAX_LENGTH);
    }

    private static String answers(Client client) {
        return "%s %s, %s %s %s, %s"
                .formatted(
                        client.userAgent.family,
                        orNull(client.userAgent.major),
                        client.os.family,
                        orNull(client.os.major),
                        orNull(client.os.minor),
                        client.device.family);
    }

    private String answers(String userAgent) {
        RuleBook.Answers answers = rules.ask(userAgent);
        FamilyRules.Family browser = orOther(answers.browser());
        FamilyRules.Family system = orOther(answers.system());
        return "%s %s, %s %s %s, %s"
                .formatted(
                        browser.family(),
                        browser.major(),
                        system.family(),
                        system.major(),
                        system.minor(),
                        orOther(answers.device()).family());
    }

    private static FamilyRules.Family orOther(FamilyRules.@Nullable Family family) {
        return family == null ? new FamilyRules.Family("Other", null, null) : family;
    }

    private static @Nullable String orNull(@Nullable String version) {
        return version == null || version.isEmpty() ? null : version;
    }
}
