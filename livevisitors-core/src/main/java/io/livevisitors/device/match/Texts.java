package io.livevisitors.device.match;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Texts in the file of compiled rules, as {@link java.io.DataOutput#writeUTF} wrote them. */
public final class Texts {

    private Texts() {}

    /** The next text. */
    public static String read(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
