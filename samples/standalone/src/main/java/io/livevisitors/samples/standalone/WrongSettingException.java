package io.livevisitors.samples.standalone;

/** An option or environment variable has a value it cannot have. Says which, what it was, and what to do. */
public final class WrongSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String setting;
    private final String value;
    private final String remedy;

    WrongSettingException(String setting, String value, String remedy) {
        super(setting + " is " + value + ": " + remedy);
        this.setting = setting;
        this.value = value;
        this.remedy = remedy;
    }

    /** The option or variable as it is written, for example {@code --port} or {@code REVERB_APP_KEY}. */
    public String setting() {
        return setting;
    }

    /** The value it had, in quotes; a description where it is secret. */
    public String value() {
        return value;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
