package io.livevisitors.benchmarks.startup;

import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.startup.StartedHost.First;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What several processes of one kind found, each of which started once. Not thread-safe. */
final class Starts {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int HEAP = 256;

    private final Container container;
    private final Contents contents;
    private final List<ChildJvm.Result> results = new ArrayList<>();
    private final Sample events = new Sample(16);
    private final Sample pages = new Sample(16);

    Starts(Container container, Contents contents) {
        this.container = container;
        this.contents = contents;
    }

    /**
     * Starts one more.
     *
     * @throws IOException if it does not come to its end
     */
    void start(First first) throws IOException, InterruptedException {
        ChildJvm.Result result = new ChildJvm(PATIENCE, HEAP)
                .run(StartedHost.class, container, contents, first, System.currentTimeMillis());
        if (!result.completed()) {
            throw new IOException(
                    "a host with " + contents.label() + " on " + container.label() + " " + result.ending());
        }
        results.add(result);
        (first == First.EVENT ? events : pages).add(result.figure(first.name()));
    }

    /** What all of them printed under a name. */
    Sample figures(String name) {
        return Sample.of(results.stream().map(result -> result.figure(name)).toList());
    }

    /** Nanoseconds of the first event, where nothing had come before. */
    Sample events() {
        return events;
    }

    /** Nanoseconds of the first page, likewise. */
    Sample pages() {
        return pages;
    }
}
