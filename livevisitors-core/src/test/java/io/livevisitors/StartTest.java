package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceClassifier;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a start reads of the library's own files, and what it does without them: each in a library loaded anew. */
class StartTest {

    private static final String RULES = "io/livevisitors/device/rules/device-rules.bin";
    private static final String SPAM = "io/livevisitors/spam-referrers.txt";

    @Test
    void aStartReadsNothingThatOnlyVisitorsNeed() throws Exception {
        try (Library library = new Library("")) {
            library.build(false);
            assertThat(library.read).doesNotContain(RULES, SPAM);
        }
    }

    @Test
    void aStartWithoutTheRulesForDevicesFails() throws Exception {
        try (Library library = new Library(RULES)) {
            assertThatThrownBy(() -> library.build(false)).hasMessageContaining("device-rules.bin");
        }
    }

    @Test
    void aStartWithoutTheListOfReferrerSpamFails() throws Exception {
        try (Library library = new Library(SPAM)) {
            assertThatThrownBy(() -> library.build(false)).hasMessageContaining("spam-referrers.txt");
        }
    }

    @Test
    void aHostWithAClassifierOfItsOwnNeedsNoRules() throws Exception {
        try (Library library = new Library(RULES)) {
            assertThatCode(() -> library.build(true)).doesNotThrowAnyException();
        }
    }

    /** Starts the library with or without a classifier of the host's own; public for reflection from outside. */
    public static final class Host {

        private Host() {}

        /** Builds the library and closes it. */
        public static void build(boolean ownClassifier) {
            LiveVisitorsBuilder builder =
                    LiveVisitors.builder().pixel("shop").keys("app", "app-key", "app-secret-0123456789");
            if (ownClassifier) {
                DeviceClassifier own = hints -> Device.UNKNOWN;
                builder.classifier(own);
            }
            builder.build().close();
        }
    }

    /** The library's classes once more, without one of its files. */
    private static final class Library extends URLClassLoader {

        private final String missing;
        private final List<String> read = new ArrayList<>();

        Library(String missing) {
            super(places(), ClassLoader.getPlatformClassLoader());
            this.missing = missing;
        }

        @Override
        public @Nullable URL getResource(String name) {
            return name.equals(missing) ? null : super.getResource(name);
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            read.add(name);
            return name.equals(missing) ? null : super.getResourceAsStream(name);
        }

        void build(boolean ownClassifier) throws Exception {
            try {
                loadClass(Host.class.getName())
                        .getMethod("build", boolean.class)
                        .invoke(null, ownClassifier);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }

        private static URL[] places() {
            return Stream.of(
                            LiveVisitors.class,
                            Host.class,
                            ObjectMapper.class,
                            JsonFactory.class,
                            JsonFormat.class,
                            Caffeine.class,
                            NullMarked.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .toArray(URL[]::new);
        }
    }
}
