package io.livevisitors.device;

import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Browser and system by uap-core's rules, the class of device by {@link DeviceTypeRules}. Takes about a millisecond for
 * a common User-Agent and several for a long one, so it stands behind a cache and a length cap, which also keeps the rules' expressions from exhausting
 * the stack.
 */
final class UapDeviceClassifier implements DeviceClassifier {

    private final Parser parser = new Parser();

    @Override
    public Device classify(DeviceHints hints) {
        String userAgent = hints.userAgent();
        if (userAgent == null || userAgent.isBlank()) {
            return new Device(DeviceTypeRules.typeOf(hints), null, null, null, null, hints.webdriver());
        }
        Client client = parser.parse(userAgent);
        return new Device(
                DeviceTypeRules.typeOf(hints),
                known(client.userAgent.family),
                client.userAgent.major,
                known(client.os.family),
                client.os.major,
                hints.webdriver() || DeviceTypeRules.isHeadless(userAgent));
    }

    /** uap-core says {@code Other} for what it does not know. */
    private static @Nullable String known(@Nullable String family) {
        return family == null || family.equals("Other") ? null : family;
    }
}
