package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table in docs/settings.md is the table in the code. */
class SettingsDocTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "settings.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([a-z_]+)` \\| (.+?) \\| (.+?) \\| (.*?) \\| (.+?) \\| (.+?) \\|$", Pattern.MULTILINE);

    private final String page = Files.readString(PAGE);

    SettingsDocTest() throws IOException {}

    @Test
    void everySettingHasItsRowAndEveryRowItsSetting() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            assertThat(row.group(2)).as("what %s means", row.group(1)).hasSizeGreaterThan(5);
            rows.put(row.group(1), List.of(row.group(3), row.group(4), row.group(5), row.group(6)));
        }

        Map<String, List<String>> settings = new LinkedHashMap<>();
        NamedSetting.ALL.forEach(setting -> settings.put(
                setting.name(),
                List.of(
                        "`" + setting.method() + "`",
                        setting.reverb() == null ? "" : "`" + setting.reverb() + "`",
                        setting.defaultText(),
                        setting.allowed())));
        assertThat(rows).containsExactlyEntriesOf(settings);
    }

    @Test
    void everyNameThatIsTranslatedIsExplained() {
        assertThat(SettingSource.TRANSLATED).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
