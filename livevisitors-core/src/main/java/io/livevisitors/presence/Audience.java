package io.livevisitors.presence;

/** Whether a visitor is one of those that are counted. */
enum Audience {
    PEOPLE,
    AUTOMATED,
    ROBOTS
}
