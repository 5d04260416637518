package io.livevisitors.containers.redeploy;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The threads that are there because of an application: all but those of before it, the container's and the client's. */
final class OwnThreads {

    private static final Pattern OTHERS =
            Pattern.compile("(http-nio-|Catalina-utility-|HttpClient-|WebSocket background processing).*");

    private final Set<Thread> before;

    private OwnThreads(Set<Thread> before) {
        this.before = before;
    }

    /** Those that come from now on. */
    static OwnThreads fromNowOn() {
        return new OwnThreads(Thread.getAllStackTraces().keySet());
    }

    /** Those that live now. */
    Set<Thread> now() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread)
                        && !OTHERS.matcher(thread.getName()).matches())
                .collect(Collectors.toSet());
    }

    /** Their names. */
    List<String> names() {
        return now().stream().map(Thread::getName).sorted().toList();
    }
}
