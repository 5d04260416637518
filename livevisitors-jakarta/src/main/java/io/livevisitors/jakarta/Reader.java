package io.livevisitors.jakarta;

import org.jspecify.annotations.Nullable;

/**
 * One connection's place in one channel. A connection that leaves and joins again is a new reader, so that nothing of
 * its first stay is mistaken for its second.
 */
final class Reader {

    final Connection connection;
    final Channel channel;

    /** As whom, on a presence channel; null elsewhere. */
    final @Nullable Member member;

    /** Whether it is still a reader. */
    volatile boolean joined = true;

    // What follows belongs to the connection's outbox and is guarded by its lock.

    /** Number of the last event sent, lost ones counted. */
    long seq;

    /** Events lost after the snapshot that still waits. */
    long lostAfterSnapshot;

    /** Whether a snapshot was sent, ever. */
    boolean started;

    /** Whether a snapshot waits to be sent. */
    boolean snapshotWaits;

    Reader(Connection connection, Channel channel, @Nullable Member member) {
        this.connection = connection;
        this.channel = channel;
        this.member = member;
    }

    /** Who reads, on a presence channel; null elsewhere. */
    @Nullable String userId() {
        return member == null ? null : member.id();
    }
}
