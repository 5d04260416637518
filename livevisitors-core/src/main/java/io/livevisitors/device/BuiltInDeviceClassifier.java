package io.livevisitors.device;

import io.livevisitors.device.rules.RuleBook;

/**
 * The one classifier that all users of the library's rules share. It loads them when it is first asked: an application
 * starts without them, and never has them if its host brings a classifier of its own. Thread-safe.
 */
enum BuiltInDeviceClassifier implements DeviceClassifier {
    INSTANCE;

    /**
     * The classifier, after a look whether the rules are there: that they are missing should stop an application as it
     * starts, not its first visitor.
     */
    static DeviceClassifier ofPresentRules() {
        RuleBook.requirePresent();
        return INSTANCE;
    }

    @Override
    public Device classify(DeviceHints hints) {
        return Loaded.CLASSIFIER.classify(hints);
    }

    /** Initialised by the first question; the virtual machine has the others of that moment wait. */
    private static final class Loaded {
        static final DeviceClassifier CLASSIFIER = new RuleDeviceClassifier(RuleBook.load());
    }
}
