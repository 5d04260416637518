package io.livevisitors.jakarta;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns an address into a number that says nothing without the key, which lives as long as this object and in memory
 * alone. An IPv6 address counts as its /64, since one person commands all of that. Thread-safe.
 */
final class AddressHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int IPV6_NETWORK_BYTES = 8;

    private final SecretKeySpec key;

    AddressHash(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * The number for an address.
     *
     * @param address in canonical textual form
     */
    long of(String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(network(address))).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }

    private static byte[] network(String address) {
        if (address.indexOf(':') >= 0) {
            try {
                // a literal with a colon is never looked up by name
                InetAddress literal = InetAddress.getByName(address);
                if (literal instanceof Inet6Address) {
                    return Arrays.copyOf(literal.getAddress(), IPV6_NETWORK_BYTES);
                }
            } catch (UnknownHostException e) {
                return address.getBytes(StandardCharsets.UTF_8); // no address: counted as the text it is
            }
        }
        return address.getBytes(StandardCharsets.UTF_8);
    }
}
