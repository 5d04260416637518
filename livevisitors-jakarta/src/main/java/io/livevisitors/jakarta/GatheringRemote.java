package io.livevisitors.jakarta;

import java.io.IOException;
import java.util.List;

/** A far end to which messages, and even a single one, cost less by a send that may block. */
interface GatheringRemote extends Remote {

    /**
     * Sends text messages in as few writes as the container can make of them, and returns when it has taken all. May
     * block for the send timeout. Never called while another send is under way.
     *
     * @param texts at least one
     */
    void sendTogether(List<String> texts) throws IOException;
}
