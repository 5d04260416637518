package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.jakarta.ChannelName.Kind;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    @ParameterizedTest
    @CsvSource({
        "orders, PUBLIC, false",
        "privateer, PUBLIC, false",
        "presence, PUBLIC, false",
        "cachet, PUBLIC, false",
        "#private-x, PUBLIC, false",
        "private-x, PRIVATE, false",
        "private-cached, PRIVATE, false",
        "private-encrypted-x, ENCRYPTED, false",
        "presence-x, PRESENCE, false",
        "#server-to-user-7, USER, false",
        "cache-x, PUBLIC, true",
        "private-cache-x, PRIVATE, true",
        "private-encrypted-cache-x, ENCRYPTED, true",
        "presence-cache-x, PRESENCE, true"
    })
    void aPrefixCountsOnlyWithItsHyphen(String name, Kind kind, boolean cached) {
        ChannelName channel = Objects.requireNonNull(ChannelName.parse(name));

        assertThat(channel.kind()).isEqualTo(kind);
        assertThat(channel.cached()).isEqualTo(cached);
    }

    @ParameterizedTest
    @CsvSource({
        "private-pixel.shop, shop",
        "pixel.shop, shop",
        "pixel.A_b-7, A_b-7",
        "presence-pixel.shop,",
        "private-encrypted-pixel.shop,",
        "private-pixel.,",
        "private-pixel.a.b,",
        "pixel-shop,"
    })
    void findsThePixelInAName(String name, String pixelId) {
        ChannelName channel = Objects.requireNonNull(ChannelName.parse(name));

        assertThat(channel.pixelId()).isEqualTo(pixelId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "a b", "a/b", "a#b", "ä", "a\n", "a\"b"})
    void refusesOtherCharacters(String name) {
        assertThat(ChannelName.parse(name)).isNull();
    }

    @Test
    void refusesMoreThan164CharactersAfterTheHash() {
        assertThat(ChannelName.parse("#" + "c".repeat(164))).isNotNull();
        assertThat(ChannelName.parse("c".repeat(165))).isNull();
        assertThat(ChannelName.parse(null)).isNull();
    }
}
