package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code pusher-http-java}, which puts whatever its host is before the path that it signs. */
class JavaSdkTest extends ServerSdkContract<JavaSdk> {

    @Override
    JavaSdk sdk(String secret) {
        return JavaSdk.of(forum, secret);
    }

    @Test
    void aSiteThatIsBelowAPathIsReachedByItsHost() {
        try (JavaSdk below = JavaSdk.below(forum, "/livevisitors");
                JavaClient reader = JavaClient.connect(forum, "anna")) {
            reader.join(room, "greeting");

            assertThat(below.trigger(room, "greeting", GREETING).status()).isEqualTo(200);
            reader.events(1);
            assertThat(below.get("/channels/" + room, Map.of()).body()).hasToString("{\"occupied\":true}");
        }
    }
}
