package io.livevisitors.containers.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two containers with reports of their own making, and the page. */
class PageTest {

    private static final Instant STARTED = Instant.parse("2026-11-01T12:00:00Z");
    private static final String OPENS =
            "<testcase name=\"opensWhereverItIsMapped\" classname=\"a.HandshakeContract\"/>";
    private static final String GREETS =
            "<testcase name=\"greetsIn(String, int)[1]\" classname=\"a.HandshakeContract\" time=\"0.7\"/>"
                    + "<testcase name=\"greetsIn(String, int)[2]\" classname=\"a.HandshakeContract\" time=\"0.1\"/>";
    private static final NavigableSet<Behaviour> PROMISED = new TreeSet<>(List.of(
            new Behaviour("HandshakeContract", "opensWhereverItIsMapped"),
            new Behaviour("HandshakeContract", "greetsIn")));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path page;

    @BeforeEach
    void bothRan() throws IOException {
        page = folder.resolve("docs/containers.md");
        write("one", "One 1.0", OPENS + GREETS);
        write("two", "Two 2.0", OPENS + GREETS);
    }

    @Test
    void tellsOfEveryBehaviourOnEveryContainer() throws IOException {
        assertThat(update()).isEqualTo("containers.md is new; commit it");

        assertThat(Files.readString(page)).contains("""
                | One 1.0 | 2 | 3 | all |
                | Two 2.0 | 2 | 3 | all |
                """, """
                ## Handshake

                | | cases | One 1.0 | Two 2.0 |
                |---|--:|:-:|:-:|
                | greets in | 2 | ✓ | ✓ |
                | opens wherever it is mapped | 1 | ✓ | ✓ |
                """);
    }

    @Test
    void leavesThePageAsItIsIfNothingIsNew() throws IOException {
        update();
        Files.setLastModifiedTime(page, FileTime.from(STARTED));
        write("one", "One 1.0", GREETS.replace("0.7", "7.0") + OPENS);

        assertThat(update()).isEqualTo("containers.md is as it was");
        assertThat(Files.getLastModifiedTime(page).toInstant()).isEqualTo(STARTED);
    }

    @Test
    void leavesThePageAsItIsIfAContainerDidNotRunInThisBuild() throws IOException {
        Files.setLastModifiedTime(report("two"), FileTime.from(STARTED.minusSeconds(1)));

        assertThat(update()).contains("stays as it is");
        assertThat(page).doesNotExist();
    }

    @Test
    void leavesThePageAsItIsIfAContainerNeverRan() throws IOException {
        Files.delete(report("two"));
        assertThat(update()).contains("stays as it is");

        Files.delete(reports("two"));
        assertThat(update()).contains("stays as it is");
    }

    @Test
    void leavesThePageAsItIsIfOnlySomeTestsRan() throws IOException {
        write("one", "One 1.0", OPENS);
        write("two", "Two 2.0", OPENS);

        assertThat(update()).contains("stays as it is");
    }

    @Test
    void failsIfAContainerLacksABehaviour() throws IOException {
        write("two", "Two 2.0", OPENS);

        assertThatThrownBy(this::update)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Two 2.0 lacks HandshakeContract.greetsIn: 0 of 2 cases");
        assertThat(page).doesNotExist();
    }

    @Test
    void failsIfAContainerLacksACase() throws IOException {
        write("two", "Two 2.0", OPENS + GREETS.replaceFirst("<testcase[^>]*>", ""));

        assertThatThrownBy(this::update).hasMessageContaining("greetsIn: 1 of 2 cases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure", "error", "skipped"})
    void failsIfATestDidNotSucceed(String end) throws IOException {
        String bad = OPENS.replace("/>", "><" + end + " message=\"1001 and not 1000\"/></testcase>");
        write("two", "Two 2.0", bad + GREETS);

        assertThatThrownBy(this::update)
                .hasMessageContaining(
                        "Two 2.0 fails HandshakeContract.opensWhereverItIsMapped: " + end + " 1001 and not 1000");
    }

    @Test
    void failsIfAWholeClassDidNotSucceed() throws IOException {
        String bad = "<testcase name=\"\" classname=\"a.HandshakeContract\"><error message=\"no port\"/></testcase>";
        write("two", "Two 2.0", OPENS + GREETS + bad);

        assertThatThrownBy(this::update).hasMessageContaining("Two 2.0 fails HandshakeContract.: error no port");
    }

    @Test
    void knowsAllThatTheContractsPromise() throws IOException {
        assertThat(PromisedBehaviours.all())
                .hasSizeGreaterThan(300)
                .contains(new Behaviour("PresenceContract", "tellsTheFirstMemberOfItself"));
    }

    @ParameterizedTest
    @CsvSource({
        "closesEveryConnectionWith1001, closes every connection with 1001",
        "endsTheConnectionAtTextThatIsNotUtf8OverTwoFragments, ends the connection at text that is not UTF-8 over two fragments",
        "takesAPongAsASignOfLife, takes a pong as a sign of life",
        "refusesABodyThatIsNoJson, refuses a body that is no JSON",
        "countsAnIpv6NetworkAsOneAddress, counts an IPv6 network as one address",
        "answersTheUpgradeAsRfc6455Says, answers the upgrade as RFC 6455 says",
        "takesWebSocketsOwnPong, takes WebSocket's own pong"
    })
    void readsNamesAsWords(String name, String words) {
        assertThat(Words.of(name)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"ApiQueryContract, API query", "SignInContract, Sign in", "PusherJavaClientContract, pusher-java-client"
    })
    void readsNamesOfContractsAsTitles(String name, String words) {
        assertThat(Words.ofContract(name)).isEqualTo(words);
    }

    private String update() throws IOException {
        List<ContainerResults> containers = new ArrayList<>();
        for (String container : List.of("one", "two")) {
            containers.add(ContainerResults.read(reports(container), STARTED));
        }
        return Main.update(page, containers, PROMISED);
    }

    private void write(String container, String name, String tests) throws IOException {
        Path report = report(container);
        Files.createDirectories(reports(container));
        Files.writeString(
                report,
                "<testsuite name=\"a.HandshakeContract\"><properties><property name=\"livevisitors.container\" value=\""
                        + name + "\"/></properties>" + tests + "</testsuite>");
        Files.setLastModifiedTime(report, FileTime.from(STARTED.plusSeconds(60)));
    }

    private Path report(String container) {
        return reports(container).resolve("TEST-a.HandshakeContract.xml");
    }

    private Path reports(String container) {
        return folder.resolve(container);
    }
}
