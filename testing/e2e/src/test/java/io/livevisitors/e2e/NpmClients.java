package io.livevisitors.e2e;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JavaScript clients, unmodified, from the folder that {@code ./check} fetches them into: the system property {@code
 * clients}, else {@code .clients} beside this module's POM.
 */
final class NpmClients {

    private static final Path FOLDER = Path.of(System.getProperty("clients", ".clients"), "node_modules");

    private NpmClients() {}

    /** Loads a file of a package into a page. */
    static void load(Page page, String file) {
        Path path = FOLDER.resolve(file);
        if (!Files.isReadable(path)) {
            throw new AssertionError(path.toAbsolutePath()
                    + " is missing: run ./check, which fetches the JavaScript clients with npm, or name their folder with"
                    + " -Dclients=…");
        }
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(path));
    }
}
