package io.livevisitors.containers.report;

import io.livevisitors.contracts.Host;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** All that the contracts promise, whether or not it ran: their test methods. */
final class PromisedBehaviours {

    private static final String SUFFIX = "Contract.class";

    private PromisedBehaviours() {}

    static NavigableSet<Behaviour> all() throws IOException {
        NavigableSet<Behaviour> all = new TreeSet<>();
        Path place = place();
        if (Files.isDirectory(place)) {
            addAll(place.resolve(folder()), all);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                addAll(jar.getPath(folder()), all);
            }
        }
        return all;
    }

    private static void addAll(Path folder, NavigableSet<Behaviour> all) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    addAll(Host.class.getPackageName() + "." + name.replace(".class", ""), all);
                }
            }
        }
    }

    private static void addAll(String className, NavigableSet<Behaviour> all) {
        try {
            Class<?> contract = Class.forName(className, false, Host.class.getClassLoader());
            for (Method method : contract.getDeclaredMethods()) {
                if (AnnotationSupport.isAnnotated(method, Testable.class)) {
                    all.add(new Behaviour(contract.getSimpleName(), method.getName()));
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String folder() {
        return Host.class.getPackageName().replace('.', '/');
    }

    private static Path place() {
        try {
            URI place = Host.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(place);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
