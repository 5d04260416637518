package io.livevisitors.e2e;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JavaScript clients, unmodified, from the folder that {@code ./check} fetches them into: the system property {@code
 * clients}, else {@code .clients} beside this module's POM.
 */
final class NpmClients {

    private static final Path FOLDER =
            Path.of(System.getProperty("clients", ".clients"), "node_modules").toAbsolutePath();

    private NpmClients() {}

    /** Loads a file of a package into a page. */
    static void load(Page page, String file) {
        page.addScriptTag(new Page.AddScriptTagOptions().setPath(require(file)));
    }

    /** The folder that Node finds packages in, this one among them. */
    static Path folderWith(String clientPackage) {
        require(clientPackage + "/package.json");
        return FOLDER;
    }

    private static Path require(String file) {
        Path path = FOLDER.resolve(file);
        if (!Files.isReadable(path)) {
            throw new AssertionError(path
                    + " is missing: run ./check, which fetches the JavaScript clients with npm, or name their folder"
                    + " with -Dclients=…");
        }
        return path;
    }
}
