package io.livevisitors;

import io.livevisitors.presence.TimeSource;
import java.util.function.Consumer;

/**
 * An alert on the number of visitors of one pixel, as {@link LiveVisitors#alert} begins it: say {@link #whenAbove}, better
 * also {@link #thenBelow}, and end with {@link #subscribe}.
 *
 * <p>It is raised when the number is above the upper threshold, and cleared when the number is below the lower one; in
 * between it stays what it is, so that a number that swings around one threshold is no storm of alerts. Raised and cleared
 * take turns, raised comes first. It goes by the exact number after every single arrival and departure: a crossing is seen
 * however short it was, whether anybody watches the pixel or not, and also if the last to leave leaves unheard.
 *
 * <p>Not thread-safe, and used once.
 */
public final class AlertBuilder {

    private static final String ABOVE = "when_above";
    private static final String BELOW = "then_below";

    private final Engine engine;
    private final TimeSource time;
    private final String pixelId;
    private int above;
    private int below;

    AlertBuilder(Engine engine, TimeSource time, String pixelId) {
        this.engine = engine;
        this.time = time;
        this.pixelId = pixelId;
    }

    /**
     * Raises the alert when there are more visitors than this.
     *
     * @throws SettingException if it is less than 1, or said twice
     */
    public AlertBuilder whenAbove(int count) {
        above = once(ABOVE, above, count);
        return this;
    }

    /**
     * Clears the alert when there are fewer visitors than this; the number of {@link #whenAbove} if it is not said.
     *
     * @throws SettingException if it is less than 1, or said twice
     */
    public AlertBuilder thenBelow(int count) {
        below = once(BELOW, below, count);
        return this;
    }

    /**
     * Calls a listener when the alert is raised and when it is cleared, on the executor of listeners; one call at a time,
     * in order, never twice in a row of the same kind. If there are too many visitors already it is called once. A listener
     * that is so slow that {@link Limit#LISTENER_QUEUE} crossings wait for it misses the oldest of them.
     *
     * @return removes the alert when it is closed
     * @throws SettingException if the pixel is not known, {@link #whenAbove} was not said, or {@link #thenBelow} is more
     */
    public Subscription subscribe(Consumer<? super Alert> listener) {
        if (above == 0) {
            throw new SettingException(ABOVE, "", "call whenAbove(n), such as whenAbove(500)");
        }
        if (below > above) {
            throw new SettingException(BELOW, String.valueOf(below), "use at most " + above + ", as of whenAbove");
        }
        LivePixel pixel = engine.find(pixelId);
        if (pixel == null) {
            throw new SettingException("pixel", pixelId, "use the ID of a pixel that was given to the builder");
        }
        Mailbox<Alert> mailbox =
                engine.hosts().newMailbox("alert listener " + listener, CountWatch.alternating(listener));
        CountWatch watch = new CountWatch(pixelId, above, below == 0 ? above : below, time, mailbox);
        pixel.hub().add(watch);
        return () -> {
            pixel.hub().remove(watch);
            engine.hosts().close(mailbox);
        };
    }

    private static int once(String setting, int earlier, int count) {
        if (earlier != 0) {
            throw new SettingException(setting, String.valueOf(count), "say it once; it was " + earlier + " before");
        }
        if (count < 1) {
            throw new SettingException(setting, String.valueOf(count), "use 1 or more");
        }
        return count;
    }
}
