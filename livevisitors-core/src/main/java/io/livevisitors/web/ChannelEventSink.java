package io.livevisitors.web;

import io.livevisitors.channel.ChannelEvent;

/** Takes what happens on sockets and channels, for the host's listeners. Thread-safe; neither call blocks or throws. */
public interface ChannelEventSink {

    /** Whether anybody listens: if not, an event need not even be made. */
    boolean isListenedTo();

    /** Takes an event, after those taken before. Runs nothing of the host's, so the lock that orders events may be held. */
    void add(ChannelEvent event);

    /** Has what was added handed to the listeners, on their threads. No lock may be held. */
    void deliver();
}
