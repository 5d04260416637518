package io.livevisitors.presence;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every text that a registry holds, once: a page with a thousand visitors is one name with a count of a thousand. What
 * is held must be released; a text that nobody holds is gone. Owned by the registry's lock.
 */
final class Vocabulary {

    private final Pool<String, Name> deviceTypes = names();
    private final Pool<String, Name> browsers = names();
    private final Pool<String, Name> systems = names();
    private final Pool<String, Name> countries = names();
    private final Pool<String, Name> languages = names();
    private final Pool<String, Name> pages = names();
    private final Pool<String, Name> entryPages = names();
    private final Pool<String, Name> titles = names();
    private final Pool<String, Name> referrers = names();
    private final Pool<String, Name> utmSources = names();
    private final Pool<String, Name> utmMediums = names();
    private final Pool<String, Name> utmCampaigns = names();
    private final Pool<Profile.Key, Profile> profiles = new Pool<>(this::profile, this::drop);
    private final Pool<Acquisition.Key, Acquisition> acquisitions = new Pool<>(this::acquisition, this::drop);

    Name holdPage(String url) {
        return pages.hold(url);
    }

    void releasePage(Name page) {
        pages.release(page.text);
    }

    Name holdEntryPage(String url) {
        return entryPages.hold(url);
    }

    void releaseEntryPage(Name page) {
        entryPages.release(page.text);
    }

    @Nullable Name holdTitle(@Nullable String title) {
        return hold(titles, title);
    }

    void releaseTitle(@Nullable Name title) {
        release(titles, title);
    }

    Profile hold(Profile.Key key) {
        return profiles.hold(key);
    }

    void release(Profile profile) {
        profiles.release(profile.key());
    }

    Acquisition hold(Acquisition.Key key) {
        return acquisitions.hold(key);
    }

    void release(Acquisition acquisition) {
        acquisitions.release(acquisition.key());
    }

    private Profile profile(Profile.Key key) {
        return new Profile(
                key,
                deviceTypes.hold(key.device().type().wireName()),
                hold(browsers, key.device().browser()),
                hold(systems, key.device().os()),
                hold(countries, key.country()),
                hold(languages, key.language()));
    }

    private void drop(Profile profile) {
        release(deviceTypes, profile.deviceType());
        release(browsers, profile.browser());
        release(systems, profile.os());
        release(countries, profile.country());
        release(languages, profile.language());
    }

    private Acquisition acquisition(Acquisition.Key key) {
        return new Acquisition(
                key,
                hold(referrers, key.referrer()),
                hold(utmSources, key.utmSource()),
                hold(utmMediums, key.utmMedium()),
                hold(utmCampaigns, key.utmCampaign()));
    }

    private void drop(Acquisition acquisition) {
        release(referrers, acquisition.referrer());
        release(utmSources, acquisition.utmSource());
        release(utmMediums, acquisition.utmMedium());
        release(utmCampaigns, acquisition.utmCampaign());
    }

    private static Pool<String, Name> names() {
        return new Pool<>((Function<String, Name>) Name::new, unused -> {});
    }

    private static @Nullable Name hold(Pool<String, Name> names, @Nullable String text) {
        return text == null ? null : names.hold(text);
    }

    private static void release(Pool<String, Name> names, @Nullable Name name) {
        if (name != null) {
            names.release(name.text);
        }
    }
}
