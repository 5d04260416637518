package io.livevisitors.device.compile;

import io.livevisitors.device.match.PatternSet;
import io.livevisitors.device.rules.ClassRules;
import io.livevisitors.device.rules.FamilyRules;
import io.livevisitors.device.rules.RuleBook;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles uap-core's rules and the table of classes into one {@link RuleBook}. */
public final class RuleCompiler {

    private final List<PatternSet.Pattern> patterns = new ArrayList<>();

    private RuleCompiler() {}

    /** Writes the compiled rules: the table of classes is the first argument, the file to write the second. */
    public static void main(String... arguments) throws IOException {
        RuleBook book = compile(Files.readAllLines(Path.of(arguments[0])));
        Path file = Path.of(arguments[1]);
        Files.createDirectories(file.getParent());
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            book.write(out);
        }
    }

    /**
     * The book of uap-core's rules and these of the table.
     *
     * @throws IllegalArgumentException naming the rule that cannot be compiled
     */
    static RuleBook compile(List<String> classTable) throws IOException {
        UapYaml uap = UapYaml.load();
        RuleCompiler compiler = new RuleCompiler();
        FamilyRules browsers = compiler.families(uap.browsers());
        FamilyRules systems = compiler.families(uap.systems());
        FamilyRules devices = compiler.families(uap.devices());
        ClassRules classes = ClassTable.read(classTable, compiler.patterns);
        return new RuleBook(PatternSet.of(compiler.patterns), browsers, systems, devices, classes);
    }

    private FamilyRules families(List<UapYaml.Entry> entries) {
        int first = patterns.size();
        entries.forEach(entry -> patterns.add(pattern(entry)));
        return new FamilyRules(first, entries.stream().map(UapYaml.Entry::rule).toList());
    }

    private static PatternSet.Pattern pattern(UapYaml.Entry entry) {
        Regex regex = RegexParser.parse(entry.regex(), entry.anyCase());
        return new PatternSet.Pattern(Assembler.assemble(regex, groupsOf(entry.rule())), RequiredLiterals.of(regex));
    }

    private static int groupsOf(FamilyRules.Rule rule) {
        int groups = rule.family().groups();
        groups = rule.major() == null ? groups : Math.max(groups, rule.major().groups());
        return rule.minor() == null ? groups : Math.max(groups, rule.minor().groups());
    }
}
