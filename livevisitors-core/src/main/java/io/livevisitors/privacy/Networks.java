package io.livevisitors.privacy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses in textual form, and the networks they belong to. Never asks a name server. */
public final class Networks {

    private static final int IPV6_LENGTH = 16;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV4_HOUSEHOLD = 32;
    private static final int IPV6_HOUSEHOLD = 64;
    private static final int IPV4_NETWORK = 24;
    private static final int IPV6_NETWORK = 48;
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private Networks() {}

    /** The address a text denotes; null if it is no IPv4 or IPv6 literal. Brackets, ports and zones are not taken. */
    public static @Nullable InetAddress parse(String text) {
        byte[] ipv4 = ipv4(text);
        boolean ipv6 = text.indexOf(':') >= 0 && IPV6.matcher(text).matches();
        if (ipv4 == null && !ipv6) {
            return null;
        }
        try {
            return ipv4 == null ? InetAddress.getByName(text) : InetAddress.getByAddress(ipv4);
        } catch (UnknownHostException e) {
            // Looks like a literal and is none, such as 1::2::3.
            return null;
        }
    }

    /** The bytes of four decimal numbers of one to three digits up to 255; null if the text is something else. */
    private static byte @Nullable [] ipv4(String text) {
        byte[] bytes = new byte[IPV4_LENGTH];
        int at = 0;
        for (int i = 0; i < IPV4_LENGTH; i++) {
            int start = at;
            int number = 0;
            while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + text.charAt(at++) - '0';
            }
            boolean isLast = i == IPV4_LENGTH - 1;
            boolean endsWell = isLast ? at == text.length() : at < text.length() && text.charAt(at++) == '.';
            if (at == start + (isLast ? 0 : 1) || number > 255 || !endsWell) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    /** What counts as one household: an IPv4 address, or the /64 of an IPv6 one, in canonical form. */
    public static String household(String address) {
        byte[] bytes = prefix(address, IPV4_HOUSEHOLD, IPV6_HOUSEHOLD);
        return bytes == null ? address : HexFormat.of().formatHex(bytes);
    }

    /** The same as bytes, the first one first, those beyond it zero; those of the text, in UTF-8, if it is no address. */
    public static byte[] householdBytes(String address) {
        return orText(prefix(address, IPV4_HOUSEHOLD, IPV6_HOUSEHOLD), address);
    }

    /** What counts as one network: the /24 of an IPv4 address, or the /48 of an IPv6 one; as bytes, likewise. */
    public static byte[] networkBytes(String address) {
        return orText(prefix(address, IPV4_NETWORK, IPV6_NETWORK), address);
    }

    /**
     * The same network as a person reads and a setting takes it (RFC 4632, RFC 4291): {@code 10.0.3.0/24}.
     *
     * @param address an IPv4 or IPv6 address
     */
    public static String cidr(InetAddress address) {
        byte[] bytes = address.getAddress();
        int bits = bytes.length == IPV6_LENGTH ? IPV6_NETWORK : IPV4_NETWORK;
        Arrays.fill(bytes, bits / 8, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + '/' + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static byte[] orText(byte @Nullable [] bytes, String text) {
        return bytes == null ? text.getBytes(StandardCharsets.UTF_8) : bytes;
    }

    /** An address whose last bits are zero; null if the text is none. */
    private static byte @Nullable [] prefix(String text, int ipv4Bits, int ipv6Bits) {
        byte[] bytes = ipv4(text);
        if (bytes == null) {
            InetAddress address = parse(text);
            if (address == null) {
                return null;
            }
            bytes = address.getAddress();
        }
        int bits = bytes.length == IPV6_LENGTH ? ipv6Bits : ipv4Bits;
        Arrays.fill(bytes, bits / 8, bytes.length, (byte) 0);
        return bytes;
    }
}
