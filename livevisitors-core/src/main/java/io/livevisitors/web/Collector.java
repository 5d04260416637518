package io.livevisitors.web;

import io.livevisitors.model.PageView;

/**
 * Takes what browsers send: WIRE.md sections 1 and 2. Every rule of admission (fields, origin, known pixel, rates,
 * consent) is applied here; an answer that is not 204 means that nothing was recorded. Thread-safe; never throws for
 * what a client sent.
 */
public interface Collector {

    /** Most bytes that the body of {@code event} may have; read no further than one byte beyond. */
    int maxEventBytes();

    /** Most bytes that the body of {@code batch} may have; read no further than one byte beyond. */
    int maxBatchBytes();

    /**
     * One event.
     *
     * @param body the body as read; one longer than {@link #maxEventBytes()} is answered with 413
     */
    Reply event(ClientRequest request, byte[] body);

    /** Up to 50 events of one visitor; either all are taken or none. */
    Reply batch(ClientRequest request, byte[] body);

    /** The answer to {@code identify}: visitors stay anonymous, so there is nothing to read. */
    Reply identify(ClientRequest request);

    /** The answer to a CORS preflight of any of the collector's paths. */
    Reply preflight(ClientRequest request);

    /** An answer of the collector's form (JSON, CORS) for what only an adapter sees, such as 405. */
    Reply refusal(ClientRequest request, int status, String error, String message);

    /**
     * A page view seen without script, by an image or by a filter. Client hints, consent and robots are read from the
     * request's headers.
     *
     * @return status 204 if taken, else as for {@link #event}
     */
    Reply pageView(ClientRequest request, PageView pageView, PageViewSource source);
}
