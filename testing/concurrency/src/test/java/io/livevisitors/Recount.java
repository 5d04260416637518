package io.livevisitors;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.Totals;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts the visitors of a snapshot one by one and holds its totals against that. */
final class Recount {

    static final String AGREES = "agrees";

    private Recount() {}

    /** {@link #AGREES}, or the first total that is not what counting gives. Only for a snapshot that lists everybody. */
    static String of(LiveSnapshot snapshot) {
        Totals totals = snapshot.totals();
        List<Visitor> visitors = snapshot.visitors();
        Map<String, Object> said = new HashMap<>();
        Map<String, Object> counted = new HashMap<>();
        said.put("count", totals.count());
        counted.put("count", visitors.size());
        said.put("active", totals.active());
        counted.put("active", in(visitors, VisitorState.ACTIVE));
        said.put("idle", totals.idle());
        counted.put("idle", in(visitors, VisitorState.IDLE));
        said.put("leaving", totals.leaving());
        counted.put("leaving", in(visitors, VisitorState.LEAVING));
        said.put("tabs", totals.tabs());
        counted.put("tabs", visitors.stream().mapToInt(Visitor::tabs).sum());
        said.put("pages", totals.pages());
        counted.put("pages", by(visitors, Visitor::pageUrl));
        said.put("entry pages", totals.entryPages());
        counted.put("entry pages", by(visitors, Visitor::entryPage));
        said.put("referrers", totals.referrers());
        counted.put("referrers", by(visitors, Visitor::referrer));
        said.put("countries", totals.byCountry());
        counted.put("countries", by(visitors, Visitor::country));
        said.put("devices", totals.byDevice());
        counted.put("devices", by(visitors, visitor -> visitor.device().type().wireName()));
        for (Map.Entry<String, Object> total : said.entrySet()) {
            if (!total.getValue().equals(counted.get(total.getKey()))) {
                return total.getKey() + " said " + total.getValue() + " counted " + counted.get(total.getKey());
            }
        }
        return AGREES;
    }

    private static int in(List<Visitor> visitors, VisitorState state) {
        return (int)
                visitors.stream().filter(visitor -> visitor.state() == state).count();
    }

    private static Map<String, Integer> by(List<Visitor> visitors, Function<Visitor, @Nullable String> name) {
        Map<String, Integer> counts = new HashMap<>();
        for (Visitor visitor : visitors) {
            String value = name.apply(visitor);
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        return counts;
    }
}
