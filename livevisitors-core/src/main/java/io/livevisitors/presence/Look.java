package io.livevisitors.presence;

import io.livevisitors.model.VisitorState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the books and the dashboards see of a visitor at one moment. Two looks at a visitor, before a change and after,
 * tell what the change was. Immutable.
 */
record Look(
        Audience audience,
        VisitorState state,
        int tabs,
        Name page,
        @Nullable Name title,
        Name entryPage,
        Profile profile,
        Acquisition acquisition) {

    boolean isCounted() {
        return audience == Audience.PEOPLE;
    }

    /** Whether a dashboard would show the same. */
    boolean shows(Look other) {
        return state == other.state
                && tabs == other.tabs
                && page.text.equals(other.page.text)
                && Objects.equals(textOf(title), textOf(other.title));
    }

    private static @Nullable String textOf(@Nullable Name name) {
        return name == null ? null : name.text;
    }
}
