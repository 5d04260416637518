package io.livevisitors.jakarta;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the container the endpoint that was made for one handshake: no other way to pass state works on all of them.
 * Takes no extension, since deflate costs memory for each connection. Its own configurator, as the container keeps both
 * for as long as the connection lives.
 */
final class OneEndpoint extends ServerEndpointConfig.Configurator implements ServerEndpointConfig {

    private static final String PATH = "/livevisitors-socket";

    private final SocketEndpoint endpoint;

    /** Of this connection alone, since containers write into it; made when the container asks. Guarded by this. */
    private @Nullable Map<String, Object> userProperties;

    OneEndpoint(SocketEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true; // checked before the upgrade, refused after it
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return "";
    }

    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return List.of();
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
        return endpointClass.cast(endpoint);
    }

    @Override
    public Class<?> getEndpointClass() {
        return SocketEndpoint.class;
    }

    @Override
    public String getPath() {
        return PATH;
    }

    @Override
    public ServerEndpointConfig.Configurator getConfigurator() {
        return this;
    }

    @Override
    public List<String> getSubprotocols() {
        return List.of();
    }

    @Override
    public List<Extension> getExtensions() {
        return List.of();
    }

    @Override
    public List<Class<? extends Encoder>> getEncoders() {
        return List.of();
    }

    @Override
    public List<Class<? extends Decoder>> getDecoders() {
        return List.of();
    }

    @Override
    public synchronized Map<String, Object> getUserProperties() {
        Map<String, Object> made = userProperties;
        if (made == null) {
            made = new HashMap<>();
            userProperties = made;
        }
        return made;
    }
}
