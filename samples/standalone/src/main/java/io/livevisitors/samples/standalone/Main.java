package io.livevisitors.samples.standalone;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Starts the shop and prints its two links: what {@code ./demo} runs. */
public final class Main {

    private static final int OK = 0;
    private static final int NOT_STARTED = 1;
    private static final int WRONG_SETTING = 2;

    private Main() {}

    /** Serves until the process is told to end. */
    public static void main(String[] args) {
        quieten();
        int status = run(args, System.getenv(), System.out, System.err);
        if (status != OK) {
            System.exit(status);
        }
    }

    /**
     * Starts the shop, to be closed when the process ends.
     *
     * @return exit status; 0 with the shop running, or with the usage printed
     */
    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.print(ShopSettings.USAGE);
            return OK;
        }
        try {
            ShopServer shop = ShopServer.start(ShopSettings.from(args, environment));
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "shop-close"));
            out.println("Shop       " + shop.shopUrl());
            out.println("Dashboard  " + shop.dashboardUrl());
            out.flush();
            return OK;
        } catch (WrongSettingException e) {
            err.println("demo: " + e.getMessage());
            return WRONG_SETTING;
        } catch (CannotStartException e) {
            err.println("demo: " + e.getMessage());
            return NOT_STARTED;
        }
    }

    /** Leaves warnings and errors in the log, which goes to the error stream; the output is for the links. */
    private static void quieten() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %3$s: %5$s%6$s%n");
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.WARNING);
        root.addHandler(handler);
    }
}
