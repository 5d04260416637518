package io.livevisitors.all;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The README's text, and the code blocks in it. */
final class Readme {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    private final String text;

    Readme() throws IOException {
        text = Files.readString(
                Path.of(Objects.requireNonNull(System.getProperty("readme"), "system property readme")));
    }

    String text() {
        return text;
    }

    /** The one block of a language that contains a text. */
    String block(String language, String containing) {
        Matcher blocks = BLOCK.matcher(text);
        List<String> found = blocks.results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).contains(containing))
                .map(block -> block.group(2))
                .toList();
        assertThat(found).as("blocks of %s with %s", language, containing).hasSize(1);
        return found.get(0);
    }

    /** Compiles a whole class as it stands in the README, and makes one of it. */
    static Object compiled(String source, Path folder) throws Exception {
        Matcher name = CLASS.matcher(source);
        assertThat(name.find()).isTrue();
        Path file = Files.writeString(folder.resolve(name.group(1) + ".java"), source);
        StringWriter errors = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiles = compiler.getTask(
                            errors,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    folder.toString(),
                                    "-proc:none",
                                    "-classpath",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            assertThat(compiles).as("%s", errors).isTrue();
        }
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, Readme.class.getClassLoader());
        return loader.loadClass(name.group(1)).getDeclaredConstructor().newInstance();
    }
}
