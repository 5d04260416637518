package io.livevisitors.all;

import java.util.Map;

/** An environment as an operator of Laravel Reverb has it. Public, for what the README's code is compiled to. */
public final class SomeEnvironment {

    /** The keys by Reverb's names, the rest by the library's. */
    public static final Map<String, String> VARIABLES = Map.of(
            "REVERB_APP_ID", "744402",
            "REVERB_APP_KEY", "key-of-the-environment",
            "REVERB_APP_SECRET", "secret",
            "LIVEVISITORS_PIXELS", "shop");

    private SomeEnvironment() {}
}
