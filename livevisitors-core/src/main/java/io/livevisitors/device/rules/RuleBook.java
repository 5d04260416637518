package io.livevisitors.device.rules;

import io.livevisitors.device.match.PatternSet;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** All rules of recognition, ready to run. Immutable, thread-safe. */
public final class RuleBook {

    /** Name of the file beside this class that holds the compiled rules. */
    private static final String FILE = "device-rules.bin";

    private final PatternSet patterns;
    private final FamilyRules browsers;
    private final FamilyRules systems;
    private final FamilyRules devices;
    private final ClassRules classes;

    /** A book of these rules, which name patterns by their numbers in the set. */
    public RuleBook(
            PatternSet patterns, FamilyRules browsers, FamilyRules systems, FamilyRules devices, ClassRules classes) {
        this.patterns = patterns;
        this.browsers = browsers;
        this.systems = systems;
        this.devices = devices;
        this.classes = classes;
    }

    /**
     * The rules that come with the library.
     *
     * @throws UncheckedIOException if the file is missing or cannot be read, which is a mistake of the build
     */
    public static RuleBook load() {
        try (InputStream file = RuleBook.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw missing();
            }
            ByteBuffer in = ByteBuffer.wrap(file.readAllBytes());
            return new RuleBook(
                    PatternSet.read(in),
                    FamilyRules.read(in),
                    FamilyRules.read(in),
                    FamilyRules.read(in),
                    ClassRules.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks whether the rules that come with the library are there, without loading them.
     *
     * @throws UncheckedIOException if the file is missing
     */
    public static void requirePresent() {
        if (RuleBook.class.getResource(FILE) == null) {
            throw new UncheckedIOException(missing());
        }
    }

    private static IOException missing() {
        return new IOException(FILE + " is missing beside " + RuleBook.class.getName()
                + ": was livevisitors-core repackaged without resources?");
    }

    /** Writes the book for {@link #load}. */
    public void write(DataOutput out) throws IOException {
        patterns.write(out);
        browsers.write(out);
        systems.write(out);
        devices.write(out);
        classes.write(out);
    }

    /** The patterns that the rules name. */
    public PatternSet patterns() {
        return patterns;
    }

    /** The table of classes. */
    public ClassRules classes() {
        return classes;
    }

    /** Asks the rules about one User-Agent; its length is the caller's care. */
    public Answers ask(String userAgent) {
        return new Answers(patterns.scan(userAgent));
    }

    /** What the rules say of one User-Agent, each worked out when it is asked for. For one thread. */
    public final class Answers {

        private final PatternSet.Scan scan;

        private Answers(PatternSet.Scan scan) {
            this.scan = scan;
        }

        /** The browser; null if no rule knows it. */
        public FamilyRules.@Nullable Family browser() {
            return browsers.find(scan);
        }

        /** The operating system; null if no rule knows it. */
        public FamilyRules.@Nullable Family system() {
            return systems.find(scan);
        }

        /** The family of the device, which is its model more often than not; null if no rule knows it. */
        public FamilyRules.@Nullable Family device() {
            return devices.find(scan);
        }

        /** The class of the device. */
        public ClassRules.Verdict verdict(Signals signals) {
            return classes.decide(scan, signals, patterns);
        }

        /** Steps taken so far: what the answers cost, whatever the machine. */
        public int steps() {
            return scan.matcher().steps();
        }

        /** Whether the text was made to take too long, and the answers given up. */
        public boolean isExhausted() {
            return scan.matcher().isExhausted();
        }
    }
}
