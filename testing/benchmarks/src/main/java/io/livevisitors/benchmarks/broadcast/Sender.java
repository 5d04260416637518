package io.livevisitors.benchmarks.broadcast;

import jakarta.websocket.Session;

/** Sends texts to all sessions, as a host may do it by itself. Texts are sent by one thread; sessions come on any. */
interface Sender extends AutoCloseable {

    /** Adds a session, which stays to the end. */
    void add(Session session);

    /** Sends a text to all sessions, or will. */
    void send(String text);

    /** No further text follows soon. */
    void flush();

    @Override
    void close();
}
