package io.livevisitors.containers.redeploy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.livevisitors.LiveVisitors;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.pixeljs.PixelScripts;
import io.livevisitors.servlet.PixelServlet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of the web application, as a war would unfold to: {@link Shop} in {@code WEB-INF/classes}, the library and
 * what it needs in {@code WEB-INF/lib}.
 */
final class WebApplication {

    /** One class of each part that a host's war has. */
    private static final List<Class<?>> LIBRARY = List.of(
            LiveVisitors.class,
            PixelServlet.class,
            PixelScripts.class,
            LiveSocketServlet.class,
            DashboardServlet.class,
            JsonInclude.class,
            JsonFactory.class,
            ObjectMapper.class,
            Caffeine.class);

    private static final List<String> HIDDEN = List.of("io.livevisitors.", "com.fasterxml.", "com.github.benmanes.");

    private WebApplication() {}

    /** Makes it, below a folder. */
    static Path unfold(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        Path classes = Files.createDirectories(folder.resolve("WEB-INF/classes"));
        copy(origin(Shop.class), classes);
        for (Class<?> one : LIBRARY) {
            Path origin = origin(one);
            if (Files.isDirectory(origin)) {
                copy(origin, classes); // not packaged yet in this build
            } else {
                Files.copy(origin, lib.resolve(origin.getFileName()));
            }
        }
        return folder;
    }

    /** What the container has for its applications: all that this JVM has, but neither the library nor what it needs. */
    static ClassLoader containersLoader() {
        return new ClassLoader(WebApplication.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (HIDDEN.stream().anyMatch(name::startsWith)) {
                    throw new ClassNotFoundException(name + " is the application's");
                }
                return super.loadClass(name, resolve);
            }
        };
    }

    private static Path origin(Class<?> one) {
        try {
            return Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy); // what describes a module is in each of them, and nobody reads it here
                }
            }
        }
    }
}
