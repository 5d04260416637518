package io.livevisitors.benchmarks.profile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command {@code testing/benchmarks/profile}. */
public final class ProfileCommand {

    private static final String USAGE = """
            Usage: testing/benchmarks/profile [--built] FILE.jfr [METHOD]
            Says of a flight recording where processor time, memory and waiting go, by the package and the class of the
            library that had them, itself and what it called. With a METHOD, for example PixelServlet.service, only of
            what is below it. To record: RECORDINGS=FOLDER testing/benchmarks/run NAME.
              --built        runs what the last build made, whatever changed since
            """;

    private ProfileCommand() {}

    /** Ends with 0; with 2 if the arguments make no sense. */
    public static void main(String... arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** What the process ends with. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        if (arguments.isEmpty() || arguments.size() > 2) {
            err.print(USAGE);
            return 2;
        }
        Path recording = Path.of(arguments.get(0));
        if (!Files.isRegularFile(recording)) {
            err.println("profile: " + recording + " is no file");
            return 2;
        }
        out.print(Profile.read(recording, arguments.size() == 2 ? arguments.get(1) : "")
                .toMarkdown());
        return 0;
    }
}
