package io.livevisitors.model;

/** Something that happened to the visitors of one pixel. Immutable. */
public sealed interface VisitorEvent permits PixelVisitorActive, VisitorLeft, TotalsChanged, CustomEvent {

    /** The pixel it happened on. */
    String pixelId();

    /** The event's name on the wire, for example {@code visitor.active}. */
    String name();

    /** The event's data as the JSON object of WIRE.md sections 3 and 4, without {@code seq}. */
    String toJson();
}
