package io.livevisitors.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "192.0.2.7, 192.0.2.7",
        "010.001.000.08, 10.1.0.8",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "::ffff:192.0.2.7, 192.0.2.7",
    })
    void literalsAreAddresses(String text, String canonical) {
        assertThat(parsed(text)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1..2.3",
                "1.2.3.256",
                "1.2.3.999",
                "1.2.3.0004",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4:80",
                "1.2.3.+4",
                "1.2.3.-4",
                "1.2.3.a",
                "0x7f.0.0.1",
                "١.2.3.4",
                "localhost",
                "shop.example",
                "1::2::3",
                "[::1]",
                "fe80::1%eth0",
                "g::1"
            })
    void everythingElseIsNone(String text) {
        assertThat(parsed(text)).isNull();
    }

    @Test
    void aHouseholdIsAnIpv4AddressOrTheHalfOfAnIpv6One() {
        assertThat(Networks.household("192.0.2.7")).isEqualTo("c0000207");
        assertThat(Networks.household("2001:db8:1:2:3:4:5:6")).isEqualTo("20010db8000100020000000000000000");
        assertThat(Networks.household("unknown")).isEqualTo("unknown");
        assertThat(Networks.householdBytes("192.0.2.7")).asHexString().isEqualTo("C0000207");
    }

    @Test
    void aNetworkIsWhatAProviderGivesOut() {
        assertThat(Networks.networkBytes("192.0.2.7")).asHexString().isEqualTo("C0000200");
        assertThat(Networks.networkBytes("2001:db8:1:2:3:4:5:6"))
                .asHexString()
                .isEqualTo("20010DB8000100000000000000000000");
        assertThat(Networks.networkBytes("::ffff:192.0.2.7")).isEqualTo(Networks.networkBytes("192.0.2.9"));
        assertThat(Networks.networkBytes("unknown")).isEqualTo("unknown".getBytes(UTF_8));
    }

    private static @Nullable String parsed(String text) {
        InetAddress address = Networks.parse(text);
        return address == null ? null : address.getHostAddress();
    }
}
