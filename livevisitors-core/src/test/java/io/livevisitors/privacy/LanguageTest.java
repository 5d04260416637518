package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    private final Anonymizer anonymizer = Anonymizer.builtIn();

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-GB", "xx-XX", "in", "in-ID", "id", "iw", "iw-IL", "he", "he-IL", "ji", "yi-US"})
    void isWhatJavaCallsIt(String tag) {
        Locale locale = new Locale.Builder().setLanguageTag(tag).build();
        String country = locale.getCountry().isEmpty() ? "" : "-" + locale.getCountry();
        assertThat(language(tag)).isEqualTo(locale.getLanguage() + country);
    }

    @ParameterizedTest
    @CsvSource({
        "EN, en",
        "en-gb, en-GB",
        "En_gB, en-GB",
        "zh-Hant-TW, zh-TW",
        "de-DE-1996, de-DE",
        "es-419, es-419",
        "gsw, gsw"
    })
    void isCanonicalAndSaysNoMoreThanTheRegion(String tag, String language) {
        assertThat(language(tag)).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"e", "e1", "en-", "en-G", "en-G1", "en GB", "äö", "*", "en--GB"})
    void isUnknownIfItIsNone(String tag) {
        assertThat(language(tag)).isNull();
    }

    private @Nullable String language(String tag) {
        return anonymizer
                .anonymize(new RawVisit(
                        "shop", "https://shop.example/", null, null, "192.0.2.7", null, null, null, tag, null, null))
                .language();
    }
}
