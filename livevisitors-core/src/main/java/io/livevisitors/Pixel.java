package io.livevisitors;

import io.livevisitors.model.Mode;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One site, or one part of one, whose visitors are counted together. Immutable; start with {@link #of(String)}.
 *
 * @param id {@code [A-Za-z0-9_-]{1,64}}, and not the name of one of the library's own paths
 * @param allowedOrigins origins whose pages may send events: {@code https://shop.example}, {@code https://*.shop.example},
 *     {@code shop.example} for any scheme, {@code null} for sandboxed pages, {@code *} for all; empty for the
 *     library-wide list, and if that is empty too, for the host and port of the request
 * @param isPublic whether anyone may see the number of visitors, and that alone
 * @param k below this number the public sees only that there are fewer, and {@link Mode#AGGREGATE} tells no name
 * @param mode how much is shown; {@link Mode#AGGREGATE} if this or the library-wide setting says so
 */
public record Pixel(String id, List<String> allowedOrigins, boolean isPublic, int k, Mode mode) {

    /** Default of {@link #k()}. */
    public static final int DEFAULT_K = 5;

    private static final int MAX_ID = 64;
    private static final Set<String> RESERVED = Set.of(
            "app", "apps", "auth", "api", "batch", "badge", "count", "dashboard", "event", "identify", "pixel", "up");

    public Pixel {
        if (!isId(id)) {
            throw new SettingException(
                    "pixels", id, "use 1 to 64 of A-Z, a-z, 0-9, '_' and '-', and none of " + sortedReserved());
        }
        if (k < 1) {
            throw new SettingException("pixel.k", String.valueOf(k), "use 1 or more");
        }
        Objects.requireNonNull(mode, "mode");
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedOrigins.forEach(OriginPattern::parse);
    }

    /** A pixel that is not public and takes events from the request's own host. */
    public static Pixel of(String id) {
        return new Pixel(id, List.of(), false, DEFAULT_K, Mode.FULL);
    }

    /** The same pixel, taking events from these origins. */
    public Pixel withAllowedOrigins(String... origins) {
        return new Pixel(id, List.of(origins), isPublic, k, mode);
    }

    /** The same pixel, with its number of visitors public from {@code k} on. */
    public Pixel withPublicCount(int k) {
        return new Pixel(id, allowedOrigins, true, k, mode);
    }

    /** The same pixel, with another {@link #k()}, public or not. */
    public Pixel withK(int k) {
        return new Pixel(id, allowedOrigins, isPublic, k, mode);
    }

    /**
     * The same pixel in a mode. A pixel may be stricter than the library-wide {@link LiveVisitorsBuilder#mode}, never less
     * strict.
     */
    public Pixel withMode(Mode mode) {
        return new Pixel(id, allowedOrigins, isPublic, k, mode);
    }

    static boolean isId(String id) {
        return isPlainId(id) && !RESERVED.contains(id);
    }

    /** Whether an ID is made of what one may be made of; it may still be the name of a path. */
    static boolean isPlainId(String id) {
        return AsciiNames.isName(id, "_-", MAX_ID);
    }

    private static List<String> sortedReserved() {
        return RESERVED.stream().sorted().toList();
    }
}
