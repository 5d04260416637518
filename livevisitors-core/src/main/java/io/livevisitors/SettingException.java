package io.livevisitors;

/** A setting has a value it cannot have. Says which, what it was, and what to do. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String setting;
    private final String value;
    private final String remedy;

    SettingException(String setting, String value, String remedy) {
        super(setting + ": \"" + value + "\" will not do; " + remedy);
        this.setting = setting;
        this.value = value;
        this.remedy = remedy;
    }

    /** All that is shown of a secret, and of what may be one. */
    static String ofLength(String secret) {
        return "a value of " + secret.length() + " characters";
    }

    /** The setting's name, as in the settings table, or as the operator wrote it. */
    public String setting() {
        return setting;
    }

    /** The value it had; a secret's is not shown. */
    public String value() {
        return value;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
