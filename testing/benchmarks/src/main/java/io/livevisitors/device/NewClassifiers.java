package io.livevisitors.device;

import io.livevisitors.device.rules.RuleBook;

/** Makes classifiers that remember nothing yet, over rules that are loaded once. Thread-safe. */
public final class NewClassifiers {

    private final RuleBook rules = RuleBook.load();

    /** Loads the rules. */
    public NewClassifiers() {}

    /** The library's own classifier with an empty cache: every question put to it for the first time is a new one. */
    public DeviceClassifier next() {
        return new RuleDeviceClassifier(rules);
    }

    /** The rules. */
    public RuleBook rules() {
        return rules;
    }
}
