package io.livevisitors.e2e;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.PresenceUser;
import com.pusher.rest.data.Result;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** pusher-http-java, unmodified. */
final class JavaSdk implements ServerSdk {

    private final Pusher pusher;

    private JavaSdk(String host, String secret) {
        pusher = new Pusher(Site.APP_ID, Site.KEY, secret, MASTER_KEY);
        pusher.setHost(host);
        pusher.setEncrypted(false);
    }

    /** A backend that knows the secret, and the site by host and port. */
    static JavaSdk of(Site site) {
        return of(site, Site.SECRET);
    }

    static JavaSdk of(Site site, String secret) {
        return new JavaSdk(Site.HOST + ":" + site.port(), secret);
    }

    /** One that goes below a path: the SDK puts its host before the path that it signs. */
    static JavaSdk below(Site site, String path) {
        return new JavaSdk(Site.HOST + ":" + site.port() + path, Site.SECRET);
    }

    @Override
    public Answer trigger(List<String> channels, String event, Object data, @Nullable String exceptSocketId) {
        return answer(pusher.trigger(channels, event, data, exceptSocketId));
    }

    @Override
    public Answer triggerBatch(List<Event> events) {
        return answer(pusher.trigger(events.stream()
                .map(event -> new com.pusher.rest.data.Event(event.channel(), event.name(), event.data()))
                .toList()));
    }

    @Override
    public Answer get(String path, Map<String, String> parameters) {
        return answer(pusher.get(path, parameters));
    }

    @Override
    public String authorizeChannel(String socketId, String channel, @Nullable Object userId) {
        if (userId == null) {
            return pusher.authenticate(socketId, channel);
        }
        Map<String, Object> info = Map.of("name", userId);
        PresenceUser user = userId instanceof Number number
                ? new PresenceUser(number, info)
                : new PresenceUser(userId.toString(), info);
        return pusher.authenticate(socketId, channel, user);
    }

    @Override
    public void close() {
        try {
            pusher.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer answer(Result result) {
        Integer status = result.getHttpStatus();
        if (status == null) {
            throw new AssertionError(result.getStatus() + ": " + result.getMessage());
        }
        return Answer.of(status, result.getMessage());
    }
}
