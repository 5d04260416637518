package io.livevisitors.e2e;

import io.livevisitors.device.DeviceType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A device as its browser shows it to a page, and what it is: a line of {@code device-profiles.tsv}, whose head tells
 * where the facts come from.
 *
 * @param device name and circumstances, unique
 * @param label what the device is, whatever its browser says
 * @param width of the screen, in CSS pixels
 * @param height of the screen, in CSS pixels
 * @param ratio device pixels to a CSS pixel
 * @param touchPoints {@code navigator.maxTouchPoints}
 * @param platform {@code navigator.platform}
 * @param mobileLayout whether the browser heeds a page's viewport meta
 * @param hints null for a browser without client hints
 * @param userAgent as sent
 */
record DeviceProfile(
        String device,
        DeviceType label,
        int width,
        int height,
        double ratio,
        int touchPoints,
        String platform,
        boolean mobileLayout,
        @Nullable Hints hints,
        String userAgent) {

    /**
     * Client hints.
     *
     * @param brand for example {@code Google Chrome}
     * @param version the brand's major version
     * @param platform for example {@code Android}
     * @param mobile {@code Sec-CH-UA-Mobile}
     * @param model empty on computers, and where it is hidden; told only to who asks
     * @param formFactors at least one; told only to who asks
     */
    record Hints(
            String brand, String version, String platform, boolean mobile, String model, List<String> formFactors) {}

    private static final String FILE = "device-profiles.tsv";

    private static final String NONE = "-";

    private static final int COLUMNS = 13;

    /** All profiles, in the file's order. */
    static List<DeviceProfile> all() {
        try (InputStream in = Objects.requireNonNull(DeviceProfile.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(DeviceProfile::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the pixel sends it. */
    String screen() {
        return width + "x" + height;
    }

    private static DeviceProfile parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException(
                    FILE + ": a line has " + cells.length + " columns instead of " + COLUMNS + ": " + line);
        }
        String[] screen = cells[2].split("x", 2);
        return new DeviceProfile(
                cells[0],
                DeviceType.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                Integer.parseInt(screen[0]),
                Integer.parseInt(screen[1]),
                Double.parseDouble(cells[3]),
                Integer.parseInt(cells[4]),
                cells[5],
                cells[6].equals("mobile"),
                cells[7].equals(NONE) ? null : hints(cells),
                cells[12]);
    }

    private static Hints hints(String[] cells) {
        int space = cells[7].lastIndexOf(' ');
        return new Hints(
                cells[7].substring(0, space),
                cells[7].substring(space + 1),
                cells[8],
                cells[9].equals("?1"),
                cells[10].equals(NONE) ? "" : cells[10],
                List.of(cells[11].split(",")));
    }
}
