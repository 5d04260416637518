package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;

/**
 * What showing page views to dashboards costs: each server has as many dashboards, and the servers take turns. Used by one
 * thread, once.
 */
final class FeedCost implements AutoCloseable {

    /** One server with its dashboards. */
    private static final class Side implements AutoCloseable {

        final FeedServer server;
        final Dashboards dashboards;
        long tracked;

        Side(FeedServer server, int dashboards) throws IOException, InterruptedException {
            this.server = server;
            this.dashboards = new Dashboards(server.address(), dashboards);
            this.dashboards.awaitSnapshots();
        }

        @Override
        public void close() throws IOException {
            dashboards.close();
        }
    }

    /** What takes turns: a server's slices, of which one server may have two. */
    private record Row(String label, Side side, Slices slices) {}

    private final Plan plan;
    private final List<Side> sides = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Random order = new Random(7);

    private FeedCost(Plan plan) {
        this.plan = plan;
    }

    /**
     * What was found.
     *
     * @param servers in the order given
     * @param again a second slice of the reference in each round
     */
    record Found(List<Server> servers, Server reference, Server again) {}

    /**
     * One server, or its second slices.
     *
     * @param tracked page views of the whole run
     * @param shown page views that its totals show
     * @param singly page views that were not left out
     * @param fewest of them that a dashboard was sent
     * @param most of them that a dashboard was sent
     * @param gaps how often one of them lost something
     */
    record Server(
            String label,
            Slices slices,
            boolean areOpen,
            String verdict,
            long tracked,
            long shown,
            long singly,
            long fewest,
            long most,
            long gaps) {}

    /** @param reference the server that each of the others is measured beside */
    static Found measure(Plan plan, List<? extends FeedServer> servers, FeedServer reference)
            throws IOException, InterruptedException {
        try (FeedCost cost = new FeedCost(plan)) {
            for (FeedServer server : servers) {
                cost.add(server);
            }
            cost.add(reference);
            Side side = cost.sides.get(cost.sides.size() - 1);
            cost.rows.add(new Row(reference.label() + ", once more", side, new Slices()));
            return cost.measure();
        }
    }

    private void add(FeedServer server) throws IOException, InterruptedException {
        Side side = new Side(server, plan.dashboards());
        sides.add(side);
        rows.add(new Row(server.label(), side, new Slices()));
    }

    private Found measure() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < plan.feedWarming().toNanos()) {
            for (Row row : rows) {
                slice(row, new Slices());
            }
        }
        for (int i = 0; i < plan.feedRounds(); i++) {
            List<Row> turns = new ArrayList<>(rows);
            Collections.shuffle(turns, order);
            for (Row row : turns) {
                slice(row, row.slices);
            }
        }
        List<Server> servers = new ArrayList<>();
        for (Row row : rows) {
            servers.add(server(row));
        }
        int last = servers.size() - 1;
        return new Found(servers.subList(0, last - 1), servers.get(last - 1), servers.get(last));
    }

    /** What dashboards are owed of a slice comes before the next, and its cost is the slice's. */
    private void slice(Row row, Slices slices) throws IOException, InterruptedException {
        Side side = row.side;
        long processor = side.server.processorNanos();
        long start = System.nanoTime();
        long tracked = side.server.track(plan.feedSlice());
        long nanos = System.nanoTime() - start;
        side.tracked += tracked;
        side.dashboards.awaitActives(() -> side.tracked - side.server.leftOut());
        slices.add(tracked, nanos, side.server.processorNanos() - processor);
    }

    private static Server server(Row row) throws IOException, InterruptedException {
        Side side = row.side;
        LongSummaryStatistics actives = side.dashboards.actives();
        return new Server(
                row.label,
                row.slices,
                side.dashboards.areOpen(),
                side.dashboards.verdict(),
                side.tracked,
                side.server.pageViews(),
                side.tracked - side.server.leftOut(),
                actives.getMin(),
                actives.getMax(),
                side.dashboards.gaps());
    }

    @Override
    public void close() throws IOException {
        for (Side side : sides) {
            side.close();
        }
    }
}
