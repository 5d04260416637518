package io.livevisitors.presence;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of a run: time passes, then something happens to one pixel. Says everything itself, so that any part of a run
 * can be run again.
 *
 * @param pixel number of the pixel
 * @param passes milliseconds that pass
 * @param standsStill milliseconds that the ticker goes on while the process stands still
 * @param wallSet milliseconds by which somebody sets the wall clock
 * @param visits what comes in one request
 * @param admits whether the rates let a newcomer in
 * @param token whom to forget
 */
record ModelStep(
        int pixel,
        long passes,
        long standsStill,
        long wallSet,
        Action action,
        List<Visit> visits,
        boolean admits,
        String token) {

    /** What happens. */
    enum Action {
        APPLY,
        EXPIRE,
        FORGET,
        REFUSE,
        LOOK
    }

    /** The same without one of the visits. */
    ModelStep without(int visit) {
        List<Visit> fewer = new ArrayList<>(visits);
        fewer.remove(visit);
        return new ModelStep(pixel, passes, standsStill, wallSet, action, fewer, admits, token);
    }

    /** The same, with the time that another step takes before it. */
    ModelStep after(ModelStep other) {
        return new ModelStep(
                pixel,
                other.passes + passes,
                other.standsStill + standsStill,
                other.wallSet + wallSet,
                action,
                visits,
                admits,
                token);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("+" + passes + " ms");
        if (standsStill != 0) {
            text.append(", stands still for ").append(standsStill).append(" ms");
        }
        if (wallSet != 0) {
            text.append(", wall set by ").append(wallSet);
        }
        text.append(", pixel ").append(pixel).append(": ").append(action);
        switch (action) {
            case APPLY -> {
                text.append(admits ? "" : " (newcomers not admitted)");
                visits.forEach(visit -> text.append("\n      ").append(describe(visit)));
            }
            case FORGET -> text.append(' ').append(token);
            case EXPIRE, REFUSE, LOOK -> {}
        }
        return text.toString();
    }

    private static String describe(Visit visit) {
        StringBuilder text = new StringBuilder(
                visit.type() == EventType.CUSTOM
                        ? "custom " + visit.eventName()
                        : visit.type().wireName());
        text.append(" by ").append(visit.source());
        text.append(" visitor=").append(visit.who().visitor().token(), 0, 6).append(visit.isNamed() ? " (named)" : "");
        if (visit.who().previous() != null) {
            text.append(" previous=").append(visit.who().previous().token(), 0, 6);
        }
        if (visit.who().tab() != null) {
            text.append(" tab=").append(visit.who().tab().token(), 0, 6);
        }
        text.append(visit.seq() == Visit.NONE ? "" : " seq=" + visit.seq());
        text.append(visit.hidden() == null ? "" : " hidden=" + visit.hidden());
        text.append(visit.timeOnPage() == Visit.NONE ? "" : " time=" + visit.timeOnPage());
        text.append(visit.scrollDepth() == Visit.NONE ? "" : " depth=" + visit.scrollDepth());
        text.append(" network=").append(visit.network());
        return text.append(" url=")
                .append(visit.who().pageUrl())
                .append(" title=")
                .append(visit.who().pageTitle())
                .append(" referrer=")
                .append(visit.who().referrer())
                .append(' ')
                .append(visit.device().type())
                .append(visit.device().automated() ? " automated" : "")
                .append(visit.isSpam() ? " spam" : "")
                .toString();
    }
}
