package io.livevisitors.dashboard;

import io.livevisitors.model.Diagnosis;
import io.livevisitors.model.Finding;
import io.livevisitors.model.Finding.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * What a doctor found, as a page: whole without script, which only adds what the browser itself can try. Every text is
 * escaped, since some of it comes from strangers.
 */
final class DoctorPage {

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <meta name="robots" content="noindex">
              <title>Doctor · Live visitors</title>
              <link rel="icon" href="icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="base.css">
              <link rel="stylesheet" href="doctor.css">
              <script type="module" src="doctor.js"></script>
            </head>
            <body>
            <main class="doctor">
            <header>
              <h1>Doctor</h1>
              <p class="lead">%s</p>
              <nav><a href="./">Dashboard</a> <a href="doctor">Look again</a></nav>
            </header>
            <section id="browser" aria-labelledby="browser-title" hidden>
              <h2 id="browser-title">From this browser</h2>
              <ul class="findings"></ul>
            </section>
            """;

    private static final String FOOT = """
            <footer><p>As of %s. The same as JSON: this address with <code>Accept: application/json</code>; in code:
            <code>live.diagnose()</code>.</p></footer>
            </main>
            </body>
            </html>
            """;

    private DoctorPage() {}

    static String html(Diagnosis diagnosis) {
        StringBuilder page = new StringBuilder(HEAD.formatted(lead(diagnosis)));
        section(page, "What is broken", diagnosis, Verdict.FAULT);
        section(page, "What to look at", diagnosis, Verdict.WARNING);
        section(page, "What could not be told", diagnosis, Verdict.UNKNOWN);
        section(page, "What is well", diagnosis, Verdict.OK);
        section(page, "Good to know", diagnosis, Verdict.NOTE);
        return page.append(FOOT.formatted(
                        escape(diagnosis.asOf().truncatedTo(ChronoUnit.SECONDS).toString())))
                .toString();
    }

    private static String lead(Diagnosis diagnosis) {
        long faults = count(diagnosis, Verdict.FAULT);
        long warnings = count(diagnosis, Verdict.WARNING);
        if (faults == 0 && warnings == 0) {
            return "Nothing is wrong, as far as can be told from here.";
        }
        String broken =
                faults == 0 ? "Nothing is broken" : faults == 1 ? "One thing is broken" : faults + " things are broken";
        String look = warnings == 0 ? "." : warnings == 1 ? ", one to look at." : ", " + warnings + " to look at.";
        return broken + look;
    }

    private static long count(Diagnosis diagnosis, Verdict verdict) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }

    private static void section(StringBuilder page, String title, Diagnosis diagnosis, Verdict verdict) {
        List<Finding> findings = diagnosis.findings().stream()
                .filter(finding -> finding.verdict() == verdict)
                .toList();
        if (findings.isEmpty()) {
            return;
        }
        page.append("<section><h2>").append(title).append("</h2>\n<ul class=\"findings\">\n");
        findings.forEach(finding -> item(page, finding));
        page.append("</ul></section>\n");
    }

    private static void item(StringBuilder page, Finding finding) {
        page.append("<li class=\"finding\" data-verdict=\"")
                .append(finding.verdict().wireName())
                .append("\" data-check=\"")
                .append(escape(finding.check()))
                .append("\"><h3>")
                .append(escape(title(finding.check())))
                .append("</h3><p class=\"cause\">")
                .append(escape(finding.cause()))
                .append("</p>");
        if (!finding.cure().isEmpty()) {
            page.append("<p class=\"cure\">").append(escape(finding.cure())).append("</p>");
        }
        page.append("</li>\n");
    }

    /** {@code open_files} as people write it. */
    private static String title(String check) {
        if (check.equals("websocket")) {
            return "WebSocket, from the server";
        }
        String words = check.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Some findings name what strangers sent, so nothing here may turn text around, or be there unseen. */
    private static boolean isUnseen(int c) {
        int type = Character.getType(c);
        return (type == Character.CONTROL && c != '\t' && c != '\n')
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().filter(c -> !isUnseen(c)).forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
