package io.livevisitors.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The country of a visitor's clock, by the tz database: no address is ever looked up. Zones of no country ({@code UTC},
 * {@code Etc/*}) have none.
 */
final class ClockCountry {

    private static final String TABLE = "timezone-country.properties";
    private static final Map<String, String> COUNTRIES = load();

    private ClockCountry() {}

    /** ISO 3166 alpha-2 code; null if the zone is unknown or of no country. */
    static @Nullable String of(@Nullable String timezone) {
        return timezone == null ? null : COUNTRIES.get(timezone);
    }

    private static Map<String, String> load() {
        Properties table = new Properties();
        try (InputStream in = ClockCountry.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing beside " + ClockCountry.class.getName());
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(zone -> zone, table::getProperty));
    }
}
