package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.channel.MemberAdded;
import io.livevisitors.channel.MemberRemoved;
import io.livevisitors.contracts.RawClient.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who come and go at once: whoever listens ends up with the truth, and never sees a member twice. */
public class PresenceCrowdContract {

    private static final int THREADS = 6;
    private static final int ROUNDS = 40;
    private static final int USERS = 8;
    private static final String OVER = "over";

    @RegisterExtension
    static final Host host = Host.plain();

    /** Somebody who hears who comes and goes, and whom it saw when it joined. */
    private record Observer(RawClient client, Set<String> view) {}

    @Test
    void leavesEveryObserverWithTheTruth() {
        String channel = host.channel("presence-");
        List<Observer> observers = IntStream.range(0, 3)
                .mapToObj(i -> observe(channel, "observer"))
                .toList();
        List<RawClient> stayed = Crowd.of(THREADS, i -> comeAndGo(channel));
        Set<String> truth = truth(channel, observers.size() + stayed.size());

        for (Observer observer : observers) {
            follow(observer);
            assertThat(observer.view()).isEqualTo(truth);
        }
    }

    @Test
    void leavesThoseWhoJoinMidwayWithTheTruthToo() {
        String channel = host.channel("presence-");
        List<List<Observer>> late = Crowd.of(THREADS, i -> {
            List<Observer> observers = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                comeAndGo(channel);
                observers.add(observe(channel, "late-" + i));
            }
            return observers;
        });
        Set<String> truth = truth(channel, 6 * THREADS);

        late.stream().flatMap(List::stream).forEach(observer -> {
            follow(observer);
            assertThat(observer.view()).isEqualTo(truth);
        });
    }

    @Test
    void tellsListenersOfEveryMembersComingAndGoingInTurns() {
        String channel = host.channel("presence-");
        Queue<ChannelEvent> heard = new ConcurrentLinkedQueue<>();
        try (var unused = host.live().channels().onEvent(heard::add)) {
            List<RawClient> members = Crowd.of(THREADS, i -> comeAndGo(channel));
            members.forEach(RawClient::close);
            await().until(() -> !host.api()
                    .get("channels/" + channel)
                    .json()
                    .path("occupied")
                    .asBoolean());
            host.join(host.channel("presence-end"));
            await().until(() -> heard.stream()
                    .anyMatch(event -> event instanceof MemberAdded added
                            && added.channel().contains("presence-end")));
        }

        Set<String> here = new HashSet<>();
        for (ChannelEvent event : heard) {
            if (event instanceof MemberAdded added && added.channel().equals(channel)) {
                assertThat(here.add(added.userId())).as("came once: " + added).isTrue();
            } else if (event instanceof MemberRemoved removed
                    && removed.channel().equals(channel)) {
                assertThat(here.remove(removed.userId()))
                        .as("left once: " + removed)
                        .isTrue();
            }
        }
        assertThat(here).isEmpty();
    }

    /** Joins and leaves as one of a few users, by any way out, and stays in the end. */
    private static RawClient comeAndGo(String channel) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        RawClient client = host.connect();
        for (int i = 0; i < ROUNDS; i++) {
            host.joinPresence(client, channel, "user-" + random.nextInt(USERS));
            switch (random.nextInt(4)) {
                case 0 -> {
                    client.close();
                    client = host.connect();
                }
                case 1 -> {
                    client.reset();
                    client = host.connect();
                }
                default -> client.unsubscribe(channel);
            }
        }
        return host.joinPresence(client, channel, "user-" + random.nextInt(USERS));
    }

    /** Who is there once all that ended is known to have ended; then says to the observers that this was all. */
    private static Set<String> truth(String channel, int connections) {
        await().until(() -> host.api()
                        .get("channels/" + channel, Map.of("info", "subscription_count"))
                        .json()
                        .path("subscription_count")
                        .asInt()
                == connections);
        Set<String> ids = new TreeSet<>();
        host.api()
                .get("channels/" + channel + "/users")
                .json()
                .path("users")
                .forEach(user -> ids.add(user.path("id").asText()));
        host.publish(channel, OVER, "{}");
        return ids;
    }

    private static Observer observe(String channel, String userId) {
        RawClient client = host.connect();
        host.subscribePresence(client, channel, "{\"user_id\":\"" + userId + "\"}");
        return new Observer(client, ids(client.next(RawClient.SUCCEEDED)));
    }

    private static Set<String> ids(Event joined) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode id : joined.data().path("presence").path("ids")) {
            assertThat(ids.add(id.asText())).as("listed once").isTrue();
        }
        return ids;
    }

    /** Applies what an observer hears to its view, up to the event that ends it all. */
    private static void follow(Observer observer) {
        Set<String> view = observer.view();
        for (Event event = observer.client().event();
                !event.event().equals(OVER);
                event = observer.client().event()) {
            String id = event.data().path("user_id").asText();
            boolean changed = event.event().equals(RawClient.MEMBER_ADDED) ? view.add(id) : view.remove(id);
            assertThat(changed)
                    .as("no member comes twice or leaves twice: " + event)
                    .isTrue();
        }
    }
}
