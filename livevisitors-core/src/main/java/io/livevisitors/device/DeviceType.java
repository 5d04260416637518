package io.livevisitors.device;

/** The class of a device. */
public enum DeviceType {
    /** A computer with a keyboard, a Chromebook included. */
    DESKTOP("desktop"),
    /** A phone. */
    MOBILE("mobile"),
    /** A tablet, an iPad that calls itself a Macintosh included. */
    TABLET("tablet"),
    /** A robot that says so. A browser driven by a program keeps its own class: see {@link Device#automated()}. */
    BOT("bot"),
    /** A television, console, watch, car or something that cannot be told. */
    OTHER("other");

    private static final DeviceType[] VALUES = values();

    private final String wireName;

    DeviceType(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in JSON, for example {@code tablet}. */
    public String wireName() {
        return wireName;
    }

    /**
     * The class of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DeviceType ofWireName(String wireName) {
        for (DeviceType type : VALUES) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no device type is called " + wireName);
    }
}
