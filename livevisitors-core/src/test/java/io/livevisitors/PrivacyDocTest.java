package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.device.Device;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about privacy names all that is sent and all that is told of a visitor, and nothing else. */
class PrivacyDocTest {

    private static final Path HOME = Path.of(System.getProperty("basedir", "."), "..");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern HEADER_READ = Pattern.compile("\\.header\\(\"([A-Za-z-]+)\"\\)");
    /** Read to answer a request, of an answer, or of those who sign in: none is data of a visitor. */
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "Host",
            "Origin",
            "Authorization",
            "Cookie",
            "Accept",
            "Sec-Fetch-Site",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Dest",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "Content-Type",
            "Accept-Encoding",
            "If-None-Match",
            "Upgrade",
            "Connection",
            "location",
            "server");

    private final String page = Files.readString(HOME.resolve("docs/privacy.md"));

    PrivacyDocTest() throws IOException {}

    @Test
    void everyFieldThatIsReadIsListed() {
        assertThat(names("| what | used for |").filter(name -> name.matches("[a-z_]+")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(BeaconFields.Name.values())
                        .map(BeaconFields.Name::wireName)
                        .toList());
    }

    @Test
    void everyHeaderThatIsReadIsListed() throws IOException {
        Set<String> listed = names("| what | used for |").collect(Collectors.toCollection(TreeSet::new));
        Set<String> read = new TreeSet<>();
        for (Path file : sources()) {
            HEADER_READ.matcher(Files.readString(file)).results().forEach(match -> read.add(match.group(1)));
        }
        read.removeAll(OF_THE_REQUEST);
        assertThat(read)
                .contains("User-Agent", "DNT", "Accept-Language")
                .allSatisfy(header -> assertThat(listed)
                        .anyMatch(name ->
                                name.equals(header) || (name.endsWith("…") && header.startsWith(prefix(name)))));
    }

    @Test
    void everyFieldThatIsToldIsListed() throws IOException {
        Visitor visitor = new Visitor(
                "token",
                "https://shop.example/",
                null,
                "https://shop.example/",
                null,
                null,
                null,
                null,
                Device.UNKNOWN,
                null,
                null,
                VisitorState.ACTIVE,
                1,
                1,
                0,
                0,
                0,
                0,
                0);
        JsonNode told = new ObjectMapper().readTree(visitor.toJson());
        Set<String> fields = new TreeSet<>();
        told.fieldNames().forEachRemaining(fields::add);
        assertThat(names("| what | until |")).containsExactlyInAnyOrderElementsOf(fields);
    }

    /** What stands in code in the first column of the table under this head. */
    private Stream<String> names(String head) {
        return page.substring(page.indexOf(head))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|")[1])
                .flatMap(column -> NAME.matcher(column).results().map(match -> match.group(1)));
    }

    private static String prefix(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> core = Files.walk(HOME.resolve("livevisitors-core/src/main/java"));
                Stream<Path> pixel = Files.walk(HOME.resolve("livevisitors-servlet-pixel/src/main/java"))) {
            return Stream.concat(core, pixel)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }
}
