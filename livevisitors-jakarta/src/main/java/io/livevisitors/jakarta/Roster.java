package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits.ChannelBounds;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a presence channel: users by the order of their coming, each with any number of connections; the first of
 * them says what is told of the user. Not thread-safe: its channel guards it.
 */
final class Roster {

    private static final class Seat {
        final Member member;
        int connections = 1;

        Seat(Member member) {
            this.member = member;
        }
    }

    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final ChannelBounds bounds;
    private final int maxBytes;
    private int bytes;

    /** @param maxBytes of the list of all members */
    Roster(ChannelBounds bounds, int maxBytes) {
        this.bounds = bounds;
        this.maxBytes = maxBytes;
    }

    /** Why that user cannot come in; null if it can. */
    @Nullable String refusal(Member member) {
        if (seats.containsKey(member.id())) {
            return null;
        }
        if (Utf8.length(member.infoJson()) > bounds.memberBytes()) {
            return "user_info of more than " + bounds.memberBytes() + " bytes";
        }
        return seats.size() >= bounds.members() || bytes + member.bytes() > maxBytes
                ? "Too many members in one channel"
                : null;
    }

    /** One more connection of that user; whether it is the first. */
    boolean add(Member member) {
        Seat seat = seats.get(member.id());
        if (seat != null) {
            seat.connections++;
            return false;
        }
        seats.put(member.id(), new Seat(member));
        bytes += member.bytes();
        return true;
    }

    /** One connection less; the user as it was told of if that was the last, else null. */
    @Nullable Member remove(Member member) {
        Seat seat = seats.get(member.id());
        if (seat == null || --seat.connections > 0) {
            return null;
        }
        seats.remove(member.id());
        bytes -= seat.member.bytes();
        return seat.member;
    }

    int size() {
        return seats.size();
    }

    /** {@code data} of {@code pusher_internal:subscription_succeeded}; {@code hash} is an object even when empty. */
    String json() {
        Collection<Seat> all = seats.values();
        String ids = all.stream().map(seat -> seat.member.idJson()).collect(Collectors.joining(","));
        String hash = all.stream()
                .map(seat -> PusherCodec.quote(seat.member.id()) + ":" + seat.member.infoJson())
                .collect(Collectors.joining(","));
        return "{\"presence\":{\"count\":" + all.size() + ",\"ids\":[" + ids + "],\"hash\":{" + hash + "}}}";
    }

    /** The answer of the HTTP API's {@code users}. */
    String usersJson() {
        return seats.values().stream()
                .map(seat -> "{\"id\":" + seat.member.idJson() + "}")
                .collect(Collectors.joining(",", "{\"users\":[", "]}"));
    }
}
