package io.livevisitors.servlet;

import io.livevisitors.pixeljs.PixelScripts;
import io.livevisitors.web.Gateway;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves the pixel: under its name, under its hash, and as NetSendo's snippet asks for it. */
final class Scripts {

    static final String DEFAULT_NAME = "pixel.js";

    private static final Logger LOG = System.getLogger(Scripts.class.getPackageName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.js");
    private static final Pattern PIXEL_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** First segments that belong to other servlets of the library: what comes here is not mapped there. */
    private static final Set<String> ELSEWHERE = Set.of("app", "apps", "api", "dashboard");

    private static final String FOR_AN_HOUR = "public, max-age=3600";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int MAX_PIXELS_KEPT = 256;

    private final Gateway gateway;
    private final StaticText pixel = StaticText.script(PixelScripts.pixel());
    private final String ownName;
    private final Pattern hashed;
    private final Map<String, StaticText> byPixelId = new ConcurrentHashMap<>();
    private final FirstTime unknownHashes = new FirstTime();

    /** @param ownName the host's own name for the pixel; the default name is served beside it */
    Scripts(Gateway gateway, String ownName) {
        if (!NAME.matcher(ownName).matches()) {
            throw new IllegalArgumentException("pixelName: \"" + ownName
                    + "\" will not do; use 1 to 64 of A-Z, a-z, 0-9, '_' and '-', followed by .js");
        }
        this.gateway = gateway;
        this.ownName = ownName;
        this.hashed = Pattern.compile("(?:pixel|" + stem(ownName) + ")\\.([A-Za-z0-9_-]{1,128})\\.js");
    }

    /** The script of that name; null if there is none. */
    @Nullable Endpoint find(String name) {
        if (name.equals(DEFAULT_NAME) || name.equals(ownName)) {
            return Endpoint.reading((request, response) -> write(pixel, FOR_AN_HOUR, request, response));
        }
        Matcher matcher = hashed.matcher(name);
        if (matcher.matches()) {
            return matcher.group(1).equals(PixelScripts.hash())
                    ? Endpoint.reading((request, response) -> write(pixel, FOR_EVER, request, response))
                    : Endpoint.reading((request, response) -> refuseHash(matcher.group(1), request, response));
        }
        return PIXEL_ID.matcher(name).matches() && !ELSEWHERE.contains(name)
                ? Endpoint.reading((request, response) -> writeForPixel(name, request, response))
                : null;
    }

    private void writeForPixel(String pixelId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!gateway.isPixel(pixelId)) {
            byPixelId.remove(pixelId);
            Replies.write(request, response, Replies.refusal(404, "unknown_pixel", "there is no pixel of that ID"));
            return;
        }
        if (byPixelId.size() >= MAX_PIXELS_KEPT) {
            byPixelId.clear();
        }
        StaticText script = byPixelId.computeIfAbsent(pixelId, id -> StaticText.script(PixelScripts.forPixel(id)));
        write(script, FOR_AN_HOUR, request, response);
    }

    private void refuseHash(String hash, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (unknownHashes.of(hash)) {
            LOG.log(
                    Level.WARNING,
                    "A page asks for the pixel with the hash {0}, which is not the one served here. Change its script"
                            + " tag to pixel.{1}.js with integrity=\"{2}\", or to pixel.js without integrity",
                    hash,
                    PixelScripts.hash(),
                    PixelScripts.integrity());
        }
        Replies.write(
                request,
                response,
                Replies.refusal(404, "unknown_hash", "this version of the pixel is not served here; use pixel.js"));
    }

    private static void write(
            StaticText script, String cacheControl, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        script.write(cacheControl, request, response);
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - ".js".length());
    }
}
