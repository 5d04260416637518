package io.livevisitors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeaconFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a",
                "https://shop.example",
                "HTTPS://Shop.Example/",
                "  https://shop.example/a b  ",
                "https://user:secret@shop.example/",
                "https://a@b@shop.example:8443?x",
                "https://[2001:db8::1]:443/",
                "https://bücher.example#top",
                "https://shop_1.example/@"
            })
    void aPageHasASchemeAndAHost(String url) {
        assertThat(BeaconFields.isWebUrl(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https:/",
                "https://",
                "https:///path",
                "http://?x",
                "http://#",
                "http://:80/",
                "http://user@",
                "http://user@:80/",
                "http://a b/",
                "http://a,b",
                "http://a@b@c!d",
                "ftp://shop.example",
                "javascript:alert(1)//https://shop.example",
                "httpſ://shop.example",
                "https\u001a//shop.example",
                "https://İstanbul.example"
            })
    void nothingElseIsAPage(String url) {
        assertThat(BeaconFields.isWebUrl(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x1", "1440x900", "0099x99999999999999"})
    void aScreenIsTwoNumbers(String screen) throws InvalidEventException {
        assertThat(beacon("screen_resolution", screen).screen()).isEqualTo(screen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1x", "x1", "1x1x", "1xx1", "1X1", "1x-1", "1 x 1", "١x١", "1440"})
    void nothingElseIsAScreen(String screen) {
        assertRefused("screen_resolution", screen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "add_to.cart:now-1", "01234567890123456789012345678901234567890123456789"})
    void aCustomEventHasAName(String name) throws InvalidEventException {
        assertThat(beacon("event_type", name).eventName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "käufe", "a/b", "a\n", "012345678901234567890123456789012345678901234567890"})
    void nothingElseIsTheNameOfAnEvent(String name) {
        assertRefused("event_type", name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a.b", "a:b", "ä", "a b", "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void nothingElseIsAPixel(String id) {
        assertRefused("pixel_id", id);
    }

    @Test
    void aPixelMayBeANumber() throws InvalidEventException {
        assertThat(beacon("pixel_id", 42L).pixelId()).isEqualTo("42");
        assertThat(beacon("pixel_id", "A_z-9").pixelId()).isEqualTo("A_z-9");
    }

    @Test
    void numbersKeepTheirValueToTheLastOfSixtyFourBits() throws InvalidEventException {
        for (long seq : new long[] {0, 7, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE}) {
            assertThat(parsed(String.valueOf(seq)).seq()).isEqualTo(seq);
        }
        for (String none : new String[] {"9223372036854775808", "-1", "1.0", "1e3", "123456789012345678901234567890"}) {
            assertThatThrownBy(() -> parsed(none)).isInstanceOf(InvalidEventException.class);
        }
    }

    private static Beacon parsed(String seq) throws InvalidEventException {
        return BeaconParser.event(
                ("{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"page_url\":\"https://shop.example/\","
                                + "\"seq\":" + seq + "}")
                        .getBytes(UTF_8));
    }

    private static void assertRefused(String field, Object value) {
        assertThatThrownBy(() -> beacon(field, value))
                .isInstanceOfSatisfying(
                        InvalidEventException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static Beacon beacon(String field, Object value) throws InvalidEventException {
        BeaconFields fields = new BeaconFields();
        fields.put(BeaconFields.Name.PIXEL_ID, "shop");
        fields.put(BeaconFields.Name.EVENT_TYPE, "page_view");
        fields.put(BeaconFields.Name.PAGE_URL, "https://shop.example/");
        fields.put(Objects.requireNonNull(BeaconFields.Name.of(field)), value);
        return fields.toBeacon();
    }
}
