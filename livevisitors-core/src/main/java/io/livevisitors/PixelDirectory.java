package io.livevisitors;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pixels exist. Asked for every event, from many threads at once: implementations are thread-safe and answer from
 * memory. The answers may change at run time; a pixel that is gone takes no more events and its visitors expire.
 */
public interface PixelDirectory {

    /** The pixel of that ID; null if there is none. A failure counts as none. */
    @Nullable Pixel find(String id);

    /** All pixels, in the order in which a person should be offered them. */
    Collection<Pixel> all();

    /**
     * A directory that never changes.
     *
     * @throws SettingException if an ID stands twice
     */
    static PixelDirectory of(Collection<Pixel> pixels) {
        Map<String, Pixel> byId = new LinkedHashMap<>();
        for (Pixel pixel : pixels) {
            if (byId.put(pixel.id(), pixel) != null) {
                throw new SettingException("pixel", pixel.id(), "is given twice; give each pixel once");
            }
        }
        return new FixedPixelDirectory(byId);
    }
}

record FixedPixelDirectory(Map<String, Pixel> byId) implements PixelDirectory {

    @Override
    public @Nullable Pixel find(String id) {
        return byId.get(id);
    }

    @Override
    public Collection<Pixel> all() {
        return List.copyOf(byId.values());
    }
}
