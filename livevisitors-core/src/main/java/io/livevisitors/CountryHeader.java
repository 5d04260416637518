package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the country that a CDN in front took the client's address for. Believed only of a trusted proxy, since anybody
 * can send a header. Immutable.
 *
 * @param name the header's name; null if none is read
 */
record CountryHeader(@Nullable String name, TrustedProxies proxies) {

    static final String SETTING = "country_header";

    /** A field name (RFC 9110, section 5.1). */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** @throws SettingException if that is no header's name */
    static String validated(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SettingException(
                    SETTING, name, "use the name of the header that your CDN sets, such as CF-IPCountry");
        }
        return name;
    }

    /**
     * ISO 3166 alpha-2 code. Null if there is no trusted proxy to say one, or what it says is no country, such as {@code XX}
     * for an unknown one and {@code T1} for Tor, or is said more than once.
     */
    @Nullable String country(ClientRequest request) {
        String value = name == null || !proxies.isPeerTrusted(request) ? null : request.header(name);
        return value != null && COUNTRIES.contains(value) ? value : null;
    }
}
