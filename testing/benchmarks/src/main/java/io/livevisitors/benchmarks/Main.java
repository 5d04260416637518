package io.livevisitors.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The command {@code testing/benchmarks/run}. */
public final class Main {

    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    private final List<Harness> known = new ArrayList<>();
    private final List<Harness> chosen = new ArrayList<>();
    private Effort effort = Effort.FULL;
    private @Nullable Path docs;

    private Main() {
        ServiceLoader.load(Harness.class).forEach(known::add);
    }

    /** Ends with 0; with 1 if a rule was broken; with 2 if the arguments make no sense. */
    public static void main(String... arguments) throws Exception {
        System.exit(new Main().run(List.of(arguments)));
    }

    private int run(List<String> arguments) throws Exception {
        if (arguments.contains("--help")) {
            OUT.print(usage());
            return 0;
        }
        if (!understand(arguments)) {
            return 2;
        }
        List<String> broken = new ArrayList<>();
        for (Harness harness : chosen.isEmpty() ? known : chosen) {
            broken.addAll(run(harness));
        }
        broken.forEach(rule -> ERR.println("benchmarks: " + rule));
        return broken.isEmpty() ? 0 : 1;
    }

    private List<String> run(Harness harness) throws Exception {
        ERR.println("benchmarks: measuring " + harness.name());
        Report report = new Report();
        report.paragraph("Measured: " + Machine.describe() + (effort == Effort.QUICK ? " · quick form" : "") + ".");
        harness.run(effort, report);
        if (report.leftOut() != null) {
            ERR.println("benchmarks: " + harness.name() + " is left out: " + report.leftOut());
            return List.of();
        }
        String text = report.toMarkdown();
        OUT.println("## " + harness.name() + "\n\n" + text);
        if (docs != null) {
            new Section(docs.resolve(harness.document()), harness.name()).write(text);
        }
        return report.broken();
    }

    /** Whether the arguments make sense. The quick form writes no document unless a folder is named. */
    private boolean understand(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--quick")) {
                effort = Effort.QUICK;
            } else if (argument.equals("--docs") && i + 1 < arguments.size()) {
                docs = Path.of(arguments.get(++i));
            } else if (!choose(argument)) {
                ERR.println("benchmarks: " + argument + " is neither an option nor a benchmark\n" + usage());
                return false;
            }
        }
        String published = System.getProperty("docs");
        if (docs == null && effort == Effort.FULL && published != null) {
            docs = Path.of(published);
        }
        return true;
    }

    private boolean choose(String name) {
        return known.stream().filter(harness -> harness.name().equals(name)).anyMatch(chosen::add);
    }

    private String usage() {
        StringBuilder text = new StringBuilder("""
                Usage: testing/benchmarks/run [--quick] [--built] [--docs FOLDER] [NAME...]

                Measures, prints the results and writes them into the documents. Without a NAME: all of these.
                """);
        known.forEach(harness -> text.append(String.format("  %-14s %s%n", harness.name(), harness.purpose())));
        return text.append("""

                          --quick        in a minute or two; the times mean little, and no document is written
                          --built        runs what the last build made, whatever changed since
                          --docs FOLDER  writes the documents there; default docs/
                        """).toString();
    }
}
