package io.livevisitors.jakarta;

import io.livevisitors.jakarta.ChannelName.Kind;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.SocketLimits.Api;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Pusher HTTP API: what backends ask of the channels. Stateless but for the channels themselves; thread-safe.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher: HTTP API reference</a>
 */
final class HttpApi {

    private static final String EMPTY = "{}";

    /** Answers one kind of request; the variable parts of its path are unescaped. */
    @FunctionalInterface
    private interface Endpoint {
        String answer(ApiRequest request, List<String> variables) throws ApiException;
    }

    /** A path below {@code apps/{id}}, where {@code *} stands for any one segment. */
    private record Route(String method, List<String> pattern, Endpoint endpoint) {

        /** The segments that stars stand for; null if the path is another. */
        @Nullable List<String> match(List<String> path) {
            if (path.size() != pattern.size()) {
                return null;
            }
            List<String> variables = new ArrayList<>(1);
            for (int i = 0; i < pattern.size(); i++) {
                if (pattern.get(i).equals("*")) {
                    variables.add(path.get(i));
                } else if (!pattern.get(i).equals(path.get(i))) {
                    return null;
                }
            }
            return variables;
        }
    }

    private final Gateway gateway;
    private final Sockets sockets;
    private final Api limits;
    private final ApiSignature signature;
    private final List<Route> routes = List.of(
            new Route("POST", List.of("events"), this::publish),
            new Route("POST", List.of("batch_events"), this::publishBatch),
            new Route("GET", List.of("channels"), this::channels),
            new Route("GET", List.of("channels", "*"), this::channel),
            new Route("GET", List.of("channels", "*", "users"), this::users),
            new Route("GET", List.of("connections"), this::connections),
            new Route("POST", List.of("users", "*", "terminate_connections"), this::terminate));

    HttpApi(Gateway gateway, Sockets sockets) {
        this.gateway = gateway;
        this.sockets = sockets;
        this.limits = gateway.socketLimits().api();
        this.signature = new ApiSignature(gateway.appKey(), gateway.signer(), gateway.clock(), gateway::clockSkewed);
    }

    /** Most bytes that a body may have; read no further than one byte beyond. */
    int maxBodyBytes() {
        return limits.requestBytes()
                + ApiEvent.MAX_CHANNEL_BYTES * Math.max(limits.channelsPerEvent(), limits.eventsPerBatch());
    }

    /**
     * The answer, JSON.
     *
     * @throws ApiException if there is none for this request
     */
    String answer(ApiRequest request) throws ApiException {
        List<String> segments = request.segments();
        if (segments.isEmpty() || !segments.get(0).equals(gateway.appId())) {
            throw new ApiException(404, "unknown_app", null, "no application of that ID is here; check the app ID");
        }
        List<String> path = segments.subList(1, segments.size());
        List<Route> known =
                routes.stream().filter(route -> route.match(path) != null).toList();
        if (known.isEmpty()) {
            throw new ApiException(404, "not_found", null, "there is nothing at this path");
        }
        for (Route route : known) {
            List<String> variables = route.match(path);
            if (variables != null && route.method.equals(request.method())) {
                if (request.body().length > maxBodyBytes()) {
                    throw tooLarge();
                }
                signature.verify(request);
                return route.endpoint.answer(request, variables);
            }
        }
        throw ApiException.methodNotAllowed(allowed(known));
    }

    private static String allowed(List<Route> routes) {
        StringJoiner methods = new StringJoiner(", ");
        routes.forEach(route -> methods.add(route.method));
        return methods.toString();
    }

    // ---------------------------------------------------------------- publishing

    private String publish(ApiRequest request, List<String> variables) throws ApiException {
        ApiEvent event = ApiEvent.of(ApiBody.of(request.body()), limits.channelsPerEvent());
        refuseTooLarge(request, event.channelBytes());
        refusePixels(event, "channels");
        publish(event);
        if (event.info() == null) {
            return EMPTY;
        }
        Map<String, Object> channels = new LinkedHashMap<>();
        event.channels().forEach(name -> channels.put(name.full(), info(name, event.info())));
        return PusherCodec.json(Map.of("channels", channels));
    }

    /** Either all events are published or none. */
    private String publishBatch(ApiRequest request, List<String> variables) throws ApiException {
        List<ApiBody> batch = ApiBody.of(request.body()).requiredObjects("batch");
        if (batch.size() > limits.eventsPerBatch()) {
            throw ApiException.invalid("batch", "send at most " + limits.eventsPerBatch() + " events at once");
        }
        List<ApiEvent> events = new ArrayList<>(batch.size());
        int channelBytes = 0;
        for (ApiBody body : batch) {
            ApiEvent event = ApiEvent.of(body, 1);
            refusePixels(event, body.field("channel"));
            channelBytes += event.channelBytes();
            events.add(event);
        }
        refuseTooLarge(request, channelBytes);
        List<Map<String, Object>> infos = new ArrayList<>(events.size());
        for (ApiEvent event : events) {
            publish(event);
            infos.add(event.info() == null ? Map.of() : info(event.channels().get(0), event.info()));
        }
        return PusherCodec.json(Map.of("batch", infos));
    }

    private void publish(ApiEvent event) {
        Connection except = event.socketId() == null ? null : sockets.find(event.socketId());
        for (ChannelName name : event.channels()) {
            sockets.channels().publish(name, event.name(), event.data(), except);
        }
        gateway.count("api_event");
    }

    private void refuseTooLarge(ApiRequest request, int channelBytes) throws ApiException {
        if (request.body().length - channelBytes > limits.requestBytes()) {
            throw tooLarge();
        }
    }

    private ApiException tooLarge() {
        return new ApiException(
                413,
                "body_too_large",
                null,
                "use at most " + limits.requestBytes() + " bytes, the list of channels aside (api_request_bytes)");
    }

    /** What a pixel's channel carries is numbered without a gap; anything else in it would pass for a visitor. */
    private void refusePixels(ApiEvent event, String field) throws ApiException {
        for (ChannelName name : event.channels()) {
            String pixelId = name.pixelId();
            if (pixelId != null && gateway.isPixel(pixelId)) {
                throw ApiException.invalid(
                        field, "names a channel that carries a pixel's own events; use a channel of your own");
            }
        }
    }

    // ---------------------------------------------------------------- asking

    private String channels(ApiRequest request, List<String> variables) {
        String prefix = request.query().get("filter_by_prefix");
        String info = request.query().get("info");
        Map<String, Object> channels = new TreeMap<>();
        for (Channel channel : sockets.channels().all()) {
            if (prefix == null || channel.name.full().startsWith(prefix)) {
                Map<String, Object> told = info(channel.name, channel, info);
                if (told != null) {
                    channels.put(channel.name.full(), told);
                }
            }
        }
        return PusherCodec.json(Map.of("channels", channels));
    }

    private String channel(ApiRequest request, List<String> variables) throws ApiException {
        ChannelName name = valid(variables.get(0));
        Map<String, Object> told =
                info(name, sockets.channels().find(name), request.query().get("info"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("occupied", told != null);
        answer.putAll(told == null ? Map.of() : told);
        return PusherCodec.json(answer);
    }

    private String users(ApiRequest request, List<String> variables) throws ApiException {
        ChannelName name = valid(variables.get(0));
        if (name.kind() != Kind.PRESENCE) {
            throw new ApiException(
                    400, "invalid_request", "channel", "only presence channels have users; use presence-…");
        }
        Channel channel = sockets.channels().find(name);
        return channel == null ? "{\"users\":[]}" : channel.usersJson();
    }

    private String connections(ApiRequest request, List<String> variables) {
        return PusherCodec.json(Map.of("connections", sockets.established()));
    }

    private String terminate(ApiRequest request, List<String> variables) {
        sockets.disconnectUser(variables.get(0));
        return EMPTY;
    }

    private static ChannelName valid(String name) throws ApiException {
        ChannelName valid = ChannelName.parse(name);
        if (valid == null) {
            throw ApiException.invalid("channel", "is no valid name; use 1 to 164 of A-Z, a-z, 0-9 and -_=@,.;");
        }
        return valid;
    }

    /** What was asked for of a channel; empty if it has no readers. */
    private Map<String, Object> info(ChannelName name, String info) {
        Map<String, Object> told = info(name, sockets.channels().find(name), info);
        return told == null ? Map.of() : told;
    }

    /**
     * What was asked for of a channel, one after the other; what it does not have is left out. Null if it has no readers.
     *
     * @param info {@code user_count}, {@code subscription_count}, {@code cache}, comma-separated; null for nothing
     */
    private @Nullable Map<String, Object> info(ChannelName name, @Nullable Channel channel, @Nullable String info) {
        int subscriptions = channel == null ? 0 : channel.subscriptions();
        if (channel == null || subscriptions == 0) {
            return null;
        }
        Map<String, Object> told = new LinkedHashMap<>();
        for (String attribute : info == null ? new String[0] : info.split(",")) {
            switch (attribute.strip()) {
                case "user_count" -> {
                    if (name.kind() == Kind.PRESENCE) {
                        told.put("user_count", channel.users());
                    }
                }
                case "subscription_count" -> told.put("subscription_count", subscriptions);
                case "cache" -> {
                    Frame last = sockets.channels().lastEvent(name);
                    if (last != null) {
                        told.put("cache", PusherCodec.ready(last.text(0)));
                    }
                }
                default -> {} // an attribute of a later day
            }
        }
        return told;
    }
}
