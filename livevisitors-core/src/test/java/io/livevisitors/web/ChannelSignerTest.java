package io.livevisitors.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of Pusher's page on authentication signatures. */
class ChannelSignerTest {

    private static final String KEY = "278d425bdf160c739803";
    private static final String MEMBER = "{\"user_id\":10,\"user_info\":{\"name\":\"Mr. Channels\"}}";
    private static final String USER = "{\"id\":\"12345\"}";

    private final ChannelSigner signer = new ChannelSigner(KEY, "7ad3773142a6692b25b8");

    @Test
    void signsAPrivateChannelAsPusherDoes() {
        assertThat(signer.sign("1234.1234", "private-foobar", null))
                .isEqualTo(KEY + ":58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4");
    }

    @Test
    void signsAMemberAsPusherDoes() {
        assertThat(signer.sign("1234.1234", "presence-foobar", MEMBER))
                .isEqualTo(KEY + ":31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80");
    }

    @Test
    void signsAUserAsPusherDoes() {
        assertThat(signer.signUser("1234.1234", USER))
                .isEqualTo(KEY + ":4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba");
    }

    @Test
    void verifiesWhatItSignedAndNothingElse() {
        String auth = signer.sign("1.2", "private-a", null);
        assertThat(signer.verify("1.2", "private-a", null, auth)).isTrue();
        assertThat(signer.verify("1.2", "private-b", null, auth)).isFalse();
        assertThat(signer.verify("1.2", "private-a", "{}", auth)).isFalse();
        assertThat(signer.verify("1.2", "private-a", null, auth.toUpperCase(Locale.ROOT)))
                .isFalse();
        assertThat(signer.verify("1.2", "private-a", null, null)).isFalse();
        assertThat(signer.verifyUser("1.2", USER, signer.signUser("1.2", USER))).isTrue();
        assertThat(signer.verifyUser("1.3", USER, signer.signUser("1.2", USER))).isFalse();
    }

    /** {@code 1.2::user::{"id":"admin"}} in place of a socket ID would make a sign-in of a subscription. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1.", ".2", "1.2.3", "1.2 ", "1.2\n", "-1.2", "1.x", "1.2:private-a", "1.2::user::{}"})
    void signsForConnectionsAlone(String socketId) {
        assertThat(ChannelSigner.isSocketId(socketId)).isFalse();
        assertThatThrownBy(() -> signer.sign(socketId, "private-a", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("socketId: ")
                .hasMessageContaining("such as 123.456");
        assertThatThrownBy(() -> signer.signUser(socketId, USER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoSecret() {
        assertThat(signer).hasToString("ChannelSigner[key=" + KEY + "]");
    }
}
