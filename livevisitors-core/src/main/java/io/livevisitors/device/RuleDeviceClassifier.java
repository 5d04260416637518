package io.livevisitors.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.livevisitors.device.rules.ClassRules;
import io.livevisitors.device.rules.FamilyRules;
import io.livevisitors.device.rules.RuleBook;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rules, and remembers their answers. The two caches are bounded, and the only place in the library that holds
 * a User-Agent for longer than a call: 10,000 questions, some 5 MB of usual ones. A question enters the one for newcomers,
 * and the other when it is asked again: a client that sends one new User-Agent after the other replaces newcomers alone.
 */
final class RuleDeviceClassifier implements DeviceClassifier {

    private static final int MAX_NEW = 2_000;
    private static final int MAX_KNOWN = 8_000;

    private static final String TOO_LONG = "The User-Agent was made to take long: no rule was trusted.";

    private final RuleBook rules;
    private final QuestionReader reader;
    private final Cache<Question, Device> newcomers = cache(MAX_NEW);
    private final Cache<Question, Device> known = cache(MAX_KNOWN);

    RuleDeviceClassifier(RuleBook rules) {
        this.rules = rules;
        reader = QuestionReader.of(rules.classes());
    }

    @Override
    public Device classify(DeviceHints hints) {
        Question question = reader.question(hints);
        Device device = known.getIfPresent(question);
        if (device != null) {
            return device;
        }
        device = newcomers.asMap().remove(question);
        if (device != null) {
            known.put(question, device);
            return device;
        }
        device = recognise(question);
        newcomers.put(question, device);
        return device;
    }

    /** A cache that tends to itself on the thread that asks, so that it needs none of its own. */
    private static Cache<Question, Device> cache(int size) {
        return Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** What the rules say, without the cache. */
    Device recognise(Question question) {
        RuleBook.Answers answers = rules.ask(question.completeUserAgent());
        ClassRules.Verdict verdict = answers.verdict(question);
        FamilyRules.Family browser = answers.browser();
        FamilyRules.Family system = answers.system();
        if (answers.isExhausted()) {
            return new Device(DeviceType.OTHER, null, null, null, null, question.webdriver(), TOO_LONG);
        }
        boolean isMacInName = system != null && system.family().equals("Mac OS X");
        boolean isAppleInDisguise = isMacInName && question.isTouchedApple();
        return new Device(
                DeviceType.ofWireName(verdict.answer()),
                browser == null ? null : browser.family(),
                browser == null ? null : browser.major(),
                isAppleInDisguise ? "iOS" : system == null ? null : system.family(),
                isAppleInDisguise || system == null ? null : version(system),
                verdict.automated(),
                verdict.reason());
    }

    private static @Nullable String version(FamilyRules.Family system) {
        return system.major() == null || system.minor() == null
                ? system.major()
                : system.major() + "." + system.minor();
    }
}
