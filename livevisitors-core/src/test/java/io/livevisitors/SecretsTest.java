package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Reply;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secrets that an operator gives the library are in nothing that it shows. */
class SecretsTest {

    private static final String SECRET = "sesame-of-the-application";
    private static final String TOKEN = "sesame-of-the-dashboard";
    private static final String PASSWORD = "sesame-of-redis";

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "REVERB_APP_ID",
            "app",
            "REVERB_APP_KEY",
            "key",
            "REVERB_APP_SECRET",
            SECRET,
            "LIVEVISITORS_PIXELS",
            "shop",
            "LIVEVISITORS_DASHBOARD_TOKEN",
            TOKEN,
            "REDIS_URL",
            "redis://user:" + PASSWORD + "@127.0.0.1:1");

    private final LiveVisitorsBuilder builder =
            LiveVisitors.builder().environment(ENVIRONMENT).properties(properties());
    private final LiveVisitors live = builder.build();

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("livevisitors.app_secret", SECRET);
        return properties;
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void noObjectOfTheLibraryShowsOne() {
        Set<Object> ours = reachable(builder, live, live.gateway(), live.channels());

        assertThat(ours)
                .as("the walk came to where they are")
                .hasAtLeastOneElementOfType(SettingSource.Given.class)
                .hasAtLeastOneElementOfType(Surroundings.class)
                .hasAtLeastOneElementOfType(Settings.class)
                .hasAtLeastOneElementOfType(settings().signer().getClass())
                .hasAtLeastOneElementOfType(settings().dashboardAuthorizer().getClass());
        for (Object each : ours) {
            assertThat(String.valueOf(each)).as(each.getClass().getName()).doesNotContain("sesame");
        }
    }

    @Test
    void theDoctorShowsNone() {
        assertThat(live.diagnose().toString()).contains("redis").doesNotContain("sesame");
        assertThat(live.diagnose().toJson()).contains("redis").doesNotContain("sesame");
        assertThat(live.gateway().diagnose(request(Map.of(), Map.of())).toJson())
                .doesNotContain("sesame");
        assertThat(String.join(" ", live.gateway().warnings())).doesNotContain("sesame");
        assertThat(live.counters().toString()).doesNotContain("sesame");
    }

    @Test
    void noAnswerAndNoSignatureIsShownByItsReply() {
        Reply reply = live.gateway()
                .authorizeChannel(
                        request(Map.of("Authorization", "Bearer " + TOKEN), Map.of()), "1.2", "private-pixel.shop");

        assertThat(reply.body()).contains("\"auth\":\"key:").doesNotContain("sesame");
        assertThat(reply.toString()).isEqualTo("Reply[status=200]");
    }

    @Test
    void theLogTellsNone() {
        try (LogLines log = new LogLines("io.livevisitors")) {
            ClientRequest request = request(
                    Map.of(
                            "Authorization",
                            "Bearer " + TOKEN,
                            "Cookie",
                            "livevisitors_token=" + TOKEN,
                            "X-Forwarded-For",
                            "203.0.113.9",
                            "Origin",
                            "https://evil.example"),
                    Map.of("token", TOKEN, "pixel_id", "shop"));
            live.gateway().keyUnknown(request, SECRET);
            assertThat(live.gateway().isSocketOriginAllowed(request)).isFalse();
            assertThat(live.gateway().visitors(request).status()).isEqualTo(403);
            assertThat(live.gateway().authorizeChannel(request, "1.2", SECRET).status())
                    .isEqualTo(403);

            assertThat(log.lines()).hasSizeGreaterThan(2).noneMatch(line -> line.contains("sesame"));
            assertThat(request.toString()).doesNotContain("sesame");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REVERB_APP_SECRET, sesame with spaces",
        "LIVEVISITORS_APP_SECRET, sesame with spaces",
        "LIVEVISITORS_DASHBOARD_TOKEN, sesame",
        "LIVEVISITORS_DASHBOARD_TOKEN, 'sesame,0123456789'",
        "LIVEVISITORS_PUBLIC_URL, https://user:sesame@shop.example",
        "REDIS_URL, sesame@127.0.0.1"
    })
    void aSecretThatWillNotDoIsRefusedUnseen(String name, String value) {
        SettingException refused = null;
        try {
            LiveVisitors.builder().environment(Map.of(name, value)).build().close();
        } catch (SettingException e) {
            refused = e;
        }

        assertThat(refused).isNotNull();
        assertThat(refused.setting()).isEqualTo(name);
        assertThat(refused.toString() + refused.value() + refused.remedy()).doesNotContain("sesame");
    }

    private Settings settings() {
        return reachable(live).stream()
                .filter(Settings.class::isInstance)
                .map(Settings.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static ClientRequest request(Map<String, String> headers, Map<String, String> parameters) {
        return new ClientRequest(
                "GET", "/", "10.0.0.1", "shop.example", true, headers::get, parameters::get, null, role -> false);
    }

    /** All objects of the library's own classes that these lead to, through whatever holds them. */
    private static Set<Object> reachable(Object... roots) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Object> ours = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(roots));
        while (!open.isEmpty()) {
            Object object = open.pop();
            if (!seen.add(object)) {
                continue;
            }
            if (object instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    push(open, key);
                    push(open, value);
                });
            } else if (object instanceof Collection<?> collection) {
                collection.forEach(each -> push(open, each));
            } else if (object instanceof AtomicReference<?> reference) {
                push(open, reference.get());
            } else if (object.getClass().getName().startsWith("io.livevisitors")
                    && !object.getClass().getName().startsWith("io.livevisitors.device")) {
                ours.add(object);
                fields(object).forEach(value -> push(open, value));
            }
        }
        return ours;
    }

    private static void push(Deque<Object> open, @Nullable Object object) {
        if (object != null) {
            open.push(object);
        }
    }

    private static List<Object> fields(Object object) {
        Deque<Object> values = new ArrayDeque<>();
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    push(values, value(field, object));
                }
            }
        }
        return List.copyOf(values);
    }

    private static @Nullable Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            return null;
        }
    }
}
