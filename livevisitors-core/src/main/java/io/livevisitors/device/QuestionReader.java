package io.livevisitors.device;

import io.livevisitors.device.rules.ClassRules;
import io.livevisitors.device.rules.Condition;
import io.livevisitors.device.rules.Signal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns hints into the question that the rules answer: what no rule looks at is left out. Immutable, thread-safe. */
final class QuestionReader {

    /** Characters of a User-Agent that are looked at: real ones are below 400. */
    static final int MAX_USER_AGENT = 512;

    /** Characters of any other hint that are looked at. */
    static final int MAX_HINT = 128;

    private final Set<Signal> asked;
    private final int[] touchSteps;
    private final int[] shortSideSteps;
    private final int[] longSideSteps;

    private QuestionReader(Set<Signal> asked, Map<Signal, Set<Integer>> steps) {
        this.asked = asked;
        touchSteps = steps(steps, Signal.TOUCH);
        shortSideSteps = steps(steps, Signal.SHORT_SIDE);
        longSideSteps = steps(steps, Signal.LONG_SIDE);
    }

    /** A reader for these rules. */
    static QuestionReader of(ClassRules rules) {
        // The model is written into the User-Agent, so every rule looks at it.
        Set<Signal> asked = EnumSet.of(Signal.MODEL);
        Map<Signal, Set<Integer>> steps = new EnumMap<>(Signal.class);
        for (ClassRules.Rule rule : rules.rules()) {
            for (Condition condition : rule.given()) {
                asked.add(condition.signal());
                if (condition.signal().isNumber()) {
                    Set<Integer> ofSignal = steps.computeIfAbsent(condition.signal(), any -> new TreeSet<>());
                    ofSignal.add(condition.number());
                    boolean isOneNumber = condition.comparison() == Condition.Comparison.EQUAL
                            || condition.comparison() == Condition.Comparison.UNEQUAL;
                    if (isOneNumber) {
                        ofSignal.add(condition.number() + 1);
                    }
                }
            }
        }
        return new QuestionReader(asked, steps);
    }

    private static int[] steps(Map<Signal, Set<Integer>> steps, Signal signal) {
        return steps.getOrDefault(signal, Set.of()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    Question question(DeviceHints hints) {
        String userAgent = hints.userAgent();
        Integer touch = hints.maxTouchPoints();
        long screen = sides(hints.screen());
        return new Question(
                userAgent == null ? "" : cut(userAgent, MAX_USER_AGENT),
                asked(Signal.BRANDS, hints.brands()),
                asked(Signal.MOBILE, hints.mobile()),
                asked(Signal.CH_PLATFORM, hints.chPlatform()),
                asked(Signal.MODEL, hints.model()),
                asked(Signal.FORM_FACTORS, hints.formFactors()),
                asked(Signal.REQUESTED_WITH, hints.requestedWith()),
                asked(Signal.PLATFORM, hints.platform()),
                hints.webdriver(),
                coarse(touch == null ? -1 : touch, touchSteps),
                coarse((int) (screen >> 32), shortSideSteps),
                coarse((int) screen, longSideSteps));
    }

    private @Nullable String asked(Signal signal, @Nullable String value) {
        return value == null || !asked.contains(signal) ? null : cut(value, MAX_HINT);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** The highest step that the number reaches, 0 if it reaches none; -1 for a number that was not sent. */
    private static int coarse(int number, int[] ascending) {
        if (number < 0) {
            return -1;
        }
        int reached = 0;
        for (int step : ascending) {
            if (step <= number) {
                reached = step;
            }
        }
        return reached;
    }

    /** Shorter and longer side of {@code WxH} in one number; -1 and -1 if it is not of that form. */
    private static long sides(@Nullable String screen) {
        int x = screen == null ? -1 : screen.indexOf('x');
        if (screen == null || x < 0) {
            return -1L;
        }
        int width = number(screen, 0, x);
        int height = number(screen, x + 1, screen.length());
        return width < 0 || height < 0 ? -1L : (long) Math.min(width, height) << 32 | Math.max(width, height);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return to - from < 1 || to - from > 6 ? -1 : number;
    }
}
