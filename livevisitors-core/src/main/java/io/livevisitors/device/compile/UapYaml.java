package io.livevisitors.device.compile;

import io.livevisitors.device.rules.AnswerTemplate;
import io.livevisitors.device.rules.FamilyRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** uap-core's rules as uap-java carries them. */
final class UapYaml {

    private static final String FILE = "ua_parser/regexes.yaml";

    /** One rule: its expression, and what it answers as uap-java reads it. */
    record Entry(String regex, boolean anyCase, FamilyRules.Rule rule) {}

    private final Map<String, List<Map<String, String>>> lists;

    private UapYaml(Map<String, List<Map<String, String>>> lists) {
        this.lists = lists;
    }

    /** The rules on the class path. */
    static UapYaml load() throws IOException {
        try (InputStream file = UapYaml.class.getClassLoader().getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException(FILE + " is not on the class path: uap-java is missing");
            }
            return new UapYaml(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
        }
    }

    /** Browsers: the family is a text with {@code $1}, or the first group; the version begins with the second. */
    List<Entry> browsers() {
        return entries("user_agent_parsers", "family_replacement", "v1_replacement", "v2_replacement");
    }

    /** Systems: as browsers, under other names. */
    List<Entry> systems() {
        return entries("os_parsers", "os_replacement", "os_v1_replacement", "os_v2_replacement");
    }

    /** Devices: the family is a text with groups, or the first group. */
    List<Entry> devices() {
        return entries("device_parsers", "device_replacement", null, null);
    }

    private List<Entry> entries(String list, String family, @Nullable String major, @Nullable String minor) {
        List<Map<String, String>> rules = lists.get(list);
        if (rules == null) {
            throw new IllegalArgumentException(FILE + " has no list " + list);
        }
        return rules.stream()
                .map(fields -> {
                    String regex = fields.get("regex");
                    if (regex == null) {
                        throw new IllegalArgumentException("a rule of " + list + " has no regex: " + fields);
                    }
                    int groups = groupsOf(regex);
                    AnswerTemplate name = template(fields, family, groups, 1);
                    if (name == null) {
                        throw new IllegalArgumentException("a rule of " + list + " answers nothing: " + fields);
                    }
                    return new Entry(
                            regex,
                            "i".equals(fields.get("regex_flag")),
                            new FamilyRules.Rule(
                                    name, template(fields, major, groups, 2), template(fields, minor, groups, 3)));
                })
                .toList();
    }

    private static @Nullable AnswerTemplate template(
            Map<String, String> fields, @Nullable String field, int groups, int group) {
        if (field == null) {
            return null;
        }
        String text = fields.get(field);
        if (text != null) {
            return AnswerTemplate.of(text);
        }
        return groups >= group ? AnswerTemplate.ofGroup(group) : null;
    }

    private static int groupsOf(String regex) {
        return java.util.regex.Pattern.compile(regex).matcher("").groupCount();
    }
}
