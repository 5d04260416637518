package io.livevisitors.benchmarks.devices;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.device.DeviceType;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command {@code testing/benchmarks/classify}. */
public final class Classify {

    /** Characters of a line that are read. Of a User-Agent no more than the first 512 are looked at. */
    private static final int LONGEST = 1 << 20;

    /** What uap-core says of a browser or system that it does not know. */
    private static final String UNKNOWN = "Other";

    private static final String EVIDENCE = "--evidence";
    private static final String USAGE = """
            Usage: testing/benchmarks/classify [--built] [--evidence]

            Reads User-Agents from standard input, one a line, and prints for each the class of the device (desktop, mobile,
            tablet, bot or other), the browser and the system, with tabs between them; Other stands for a browser or system
            that is not known. A line that begins with { is a JSON object, in which everything may be missing or null:

              {"ua": "…", "headers": {"Sec-CH-UA-Mobile": "?1"}, "max_touch_points": 5, "screen_resolution": "820x1180",
               "platform": "MacIntel", "webdriver": false}

            Of the headers, in any case, these count: User-Agent if there is no ua, Sec-CH-UA, Sec-CH-UA-Mobile,
            Sec-CH-UA-Platform, Sec-CH-UA-Model, Sec-CH-UA-Form-Factors and X-Requested-With. A line that begins with { and is
            no such object is reported and answered as an unknown device; the exit status is then 1.

              --evidence  adds a fourth column: what decided the class
              --built     runs what the last build made, whatever changed since
            """;

    private final DeviceClassifier classifier = DeviceClassifier.builtIn();
    private final Writer out;
    private final PrintStream errors;
    private final boolean evidence;
    private boolean failed;

    private Classify(OutputStream out, PrintStream errors, boolean evidence) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.errors = errors;
        this.evidence = evidence;
    }

    /** Ends with 0; with 1 if a line was malformed or could not be read or written; with 2 if the arguments make no sense. */
    public static void main(String... arguments) {
        PrintStream errors = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.in, new FileOutputStream(FileDescriptor.out), errors));
    }

    /** Does what the command does, and answers its exit status. */
    static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream errors) {
        try {
            if (arguments.contains("--help")) {
                out.write(USAGE.getBytes(StandardCharsets.UTF_8));
                out.flush();
                return 0;
            }
            for (String argument : arguments) {
                if (!argument.equals(EVIDENCE)) {
                    errors.print("classify: " + argument + " is no option\n" + USAGE);
                    return 2;
                }
            }
            Classify classify = new Classify(out, errors, arguments.contains(EVIDENCE));
            classify.all(in);
            return classify.failed ? 1 : 0;
        } catch (IOException e) {
            errors.println("classify: " + e.getMessage());
            return 1;
        }
    }

    private void all(InputStream in) throws IOException {
        LineReader lines = new LineReader(in, LONGEST, out::flush);
        long number = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            number++;
            print(recognise(line, lines.isCut(), number));
        }
        out.flush();
    }

    private Device recognise(String line, boolean cut, long number) {
        if (!line.startsWith("{")) {
            return classifier.classify(DeviceHints.ofUserAgent(line));
        }
        try {
            if (cut) {
                throw new HintsJson.MalformedException("longer than " + LONGEST + " characters");
            }
            return classifier.classify(HintsJson.parse(line));
        } catch (HintsJson.MalformedException e) {
            errors.println("classify: line " + number + ": " + onOneLine(String.valueOf(e.getMessage())));
            failed = true;
            return Device.UNKNOWN;
        }
    }

    private void print(Device device) throws IOException {
        DeviceType type = device.type();
        out.write(type.wireName());
        column(orUnknown(device.browser()));
        column(orUnknown(device.os()));
        if (evidence) {
            column(device.evidence());
        }
        out.write('\n');
    }

    private void column(String text) throws IOException {
        out.write('\t');
        out.write(onOneLine(text));
    }

    private static String orUnknown(@Nullable String name) {
        return name == null || name.isBlank() ? UNKNOWN : name;
    }

    /** The text with a blank for every character that would begin another column or line, or move a terminal. */
    private static String onOneLine(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (Character.isISOControl(chars[i]) || chars[i] == '\u2028' || chars[i] == '\u2029') {
                chars[i] = ' ';
            }
        }
        return String.valueOf(chars);
    }
}
