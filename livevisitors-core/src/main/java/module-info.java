/** Live Visitors: the model. */
module io.livevisitors.core {
    requires transitive org.jspecify;
    requires java.management;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires static org.yaml.snakeyaml; // for the build alone: see io.livevisitors.device.compile

    exports io.livevisitors;
    exports io.livevisitors.broadcast;
    exports io.livevisitors.channel;
    exports io.livevisitors.device;
    exports io.livevisitors.model;
    exports io.livevisitors.privacy;
    exports io.livevisitors.web;

    uses io.livevisitors.broadcast.Broadcaster;
}
