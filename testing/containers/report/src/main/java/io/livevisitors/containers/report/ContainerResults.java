package io.livevisitors.containers.report;

import io.livevisitors.contracts.ContainerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What one container did in this build, read from the reports that surefire wrote.
 *
 * @param name product and version, as the container itself said; empty if it did not run
 * @param cases how many cases each behaviour has that ran
 * @param failures what failed or was skipped, and why
 */
record ContainerResults(String name, NavigableMap<Behaviour, Integer> cases, List<String> failures) {

    private static final List<String> BAD_ENDS = List.of("failure", "error", "skipped");

    /** @param since reports that are older come from another build, and are not read */
    static ContainerResults read(Path reports, Instant since) throws IOException {
        ContainerResults results = new ContainerResults("", new TreeMap<>(), new ArrayList<>());
        if (!Files.isDirectory(reports)) {
            return results;
        }
        String name = "";
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.sorted().toList()) {
                if (isReport(file)
                        && !Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                    Document report = parse(file);
                    name = nameIn(report, name);
                    results.addAll(report);
                }
            }
        }
        return new ContainerResults(name, results.cases, results.failures);
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith("Contract.xml");
    }

    private static Document parse(Path file) throws IOException {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no report of surefire's", e);
        }
    }

    private static String nameIn(Document report, String otherwise) {
        NodeList properties = report.getElementsByTagName("property");
        for (int i = 0; i < properties.getLength(); i++) {
            if (properties.item(i) instanceof Element property
                    && property.getAttribute("name").equals(ContainerUnderTest.NAME_PROPERTY)) {
                return property.getAttribute("value");
            }
        }
        return otherwise;
    }

    private void addAll(Document report) {
        NodeList tests = report.getElementsByTagName("testcase");
        for (int i = 0; i < tests.getLength(); i++) {
            if (tests.item(i) instanceof Element test) {
                add(test);
            }
        }
    }

    /** Cases of one method are named {@code method(Types)[1]}; what a whole class suffers has no method. */
    private void add(Element test) {
        String className = test.getAttribute("classname");
        String contract = className.substring(className.lastIndexOf('.') + 1);
        String method = test.getAttribute("name").replaceFirst("[({\\[].*", "");
        Behaviour behaviour = new Behaviour(contract, method);
        for (String end : BAD_ENDS) {
            if (test.getElementsByTagName(end).item(0) instanceof Element failure) {
                failures.add(behaviour + ": " + end + " " + failure.getAttribute("message"));
            }
        }
        if (!method.isEmpty()) {
            cases.merge(behaviour, 1, Integer::sum);
        }
    }
}
