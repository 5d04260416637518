package io.livevisitors.heap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A dump in the format HPROF 1.0.2 with identifiers of eight bytes, read as often as is asked of it: who refers to whom
 * is looked up by reading it again, which keeps memory small. Not thread-safe.
 */
final class HeapDump {

    private static final int MAX_DEPTH = 40;

    /** One field as a class declares it; {@code type} is HPROF's. */
    private record Field(int type) {}

    private record ClassDump(long parent, List<Field> fields) {}

    /** Takes what is in the dump. */
    interface Visitor {
        /** An array of a primitive type, its elements big-endian. */
        default void primitives(long id, int type, ByteBuffer elements) {}

        /** A field of a primitive type, or an int or long of an instance. */
        default void number(long id, String owner, int type, long value) {}

        /** An object refers to another. */
        default void reference(long from, String owner, long to) {}
    }

    private final ByteBuffer bytes;
    private final Map<Long, String> strings = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, ClassDump> classes = new HashMap<>();

    HeapDump(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
        read(new Visitor() {});
    }

    void read(Visitor visitor) {
        ByteBuffer in = bytes.duplicate();
        while (in.get() != 0) {
            // the name of the format
        }
        if (in.getInt() != 8) {
            throw new IllegalStateException("identifiers are not of eight bytes");
        }
        in.getLong();
        while (in.hasRemaining()) {
            int tag = in.get();
            in.getInt();
            long length = in.getInt() & 0xffffffffL;
            int end = (int) (in.position() + length);
            switch (tag) {
                case 0x01 -> {
                    long id = in.getLong();
                    byte[] text = new byte[end - in.position()];
                    in.get(text);
                    strings.put(id, new String(text, StandardCharsets.UTF_8));
                }
                case 0x02 -> {
                    in.getInt();
                    long id = in.getLong();
                    in.getInt();
                    names.put(id, strings.getOrDefault(in.getLong(), "?").replace('/', '.'));
                }
                case 0x0c, 0x1c -> segment(in, end, visitor);
                default -> {}
            }
            in.position(end);
        }
    }

    private void segment(ByteBuffer in, int end, Visitor visitor) {
        while (in.position() < end) {
            int tag = in.get() & 0xff;
            switch (tag) {
                case 0xff, 0x05, 0x07 -> skip(in, 8);
                case 0x01 -> skip(in, 16);
                case 0x02, 0x03, 0x08 -> skip(in, 16);
                case 0x04, 0x06 -> skip(in, 12);
                case 0x20 -> classDump(in, visitor);
                case 0x21 -> instance(in, visitor);
                case 0x22 -> objects(in, visitor);
                case 0x23 -> array(in, visitor);
                default -> throw new IllegalStateException("unknown record " + tag);
            }
        }
    }

    private static void skip(ByteBuffer in, int n) {
        in.position(in.position() + n);
    }

    private void classDump(ByteBuffer in, Visitor visitor) {
        long id = in.getLong();
        in.getInt();
        long parent = in.getLong();
        skip(in, 5 * 8 + 4);
        for (int n = in.getShort(); n > 0; n--) {
            in.getShort();
            skip(in, size(in.get()));
        }
        String name = "static of " + names.get(id);
        for (int n = in.getShort(); n > 0; n--) {
            in.getLong();
            value(in, in.get(), id, name, visitor);
        }
        List<Field> fields = new ArrayList<>();
        for (int n = in.getShort(); n > 0; n--) {
            in.getLong();
            fields.add(new Field(in.get()));
        }
        classes.put(id, new ClassDump(parent, fields));
    }

    private void instance(ByteBuffer in, Visitor visitor) {
        long id = in.getLong();
        in.getInt();
        long type = in.getLong();
        int end = in.getInt() + in.position();
        String name = names.getOrDefault(type, "?");
        ClassDump declared = classes.get(type);
        while (declared != null && in.position() < end) {
            for (Field field : declared.fields) {
                value(in, field.type, id, name, visitor);
            }
            declared = classes.get(declared.parent);
        }
        in.position(end);
    }

    private void value(ByteBuffer in, int type, long id, String name, Visitor visitor) {
        switch (type) {
            case 2 -> {
                long to = in.getLong();
                if (to != 0) {
                    visitor.reference(id, name, to);
                }
            }
            case 10 -> visitor.number(id, name, type, in.getInt());
            case 11 -> visitor.number(id, name, type, in.getLong());
            default -> skip(in, size(type));
        }
    }

    private void objects(ByteBuffer in, Visitor visitor) {
        long id = in.getLong();
        in.getInt();
        int n = in.getInt();
        String name = names.getOrDefault(in.getLong(), "?");
        for (; n > 0; n--) {
            long to = in.getLong();
            if (to != 0) {
                visitor.reference(id, name, to);
            }
        }
    }

    private static void array(ByteBuffer in, Visitor visitor) {
        long id = in.getLong();
        in.getInt();
        int n = in.getInt();
        int type = in.get();
        int length = n * size(type);
        visitor.primitives(id, type, in.slice(in.position(), length));
        skip(in, length);
    }

    static int size(int type) {
        return switch (type) {
            case 4, 8 -> 1;
            case 5, 9 -> 2;
            case 6, 10 -> 4;
            default -> 8;
        };
    }

    /**
     * Who holds an object: goes from referrer to referrer and stops at the first of each way whose class somebody owns.
     *
     * @param isOwner by the name of a class; {@code static of} stands before it where one of its static fields refers
     */
    Set<String> holders(Set<Long> of, Predicate<String> isOwner) {
        Set<String> holders = new TreeSet<>();
        Set<Long> seen = new HashSet<>(of);
        Set<Long> frontier = of;
        for (int depth = 0; depth < MAX_DEPTH && !frontier.isEmpty(); depth++) {
            Set<Long> sought = frontier;
            Set<Long> next = new HashSet<>();
            read(new Visitor() {
                @Override
                public void reference(long from, String owner, long to) {
                    if (sought.contains(to)) {
                        if (isOwner.test(owner)) {
                            holders.add(owner);
                        } else if (seen.add(from)) {
                            next.add(from);
                        }
                    }
                }
            });
            frontier = next;
        }
        return holders;
    }
}
