package io.livevisitors.benchmarks.devices;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes corpora of a few rows, in the form of the real ones. */
public final class Corpora {

    private Corpora() {}

    /** Writes all of them, each with a handful of rows of every class. */
    public static void writeAll(Path folder) throws IOException {
        StringBuilder classes = new StringBuilder();
        StringBuilder robots = new StringBuilder();
        StringBuilder traffic = new StringBuilder();
        StringBuilder headers = new StringBuilder();
        for (int version = 100; version < 140; version++) {
            String phone = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                    + version + ".0.0.0 Mobile Safari/537.36";
            String desktop =
                    "Mozilla/5.0 (X11; Linux x86_64; rv:" + version + ".0) Gecko/20100101 Firefox/" + version + ".0";
            classes.append(phone).append("\tmobile\tsmartphone\tGoogle/Pixel 8\n");
            classes.append(desktop).append("\tdesktop\tdesktop\t\n");
            classes.append("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1." + version
                    + "\ttablet\ttablet\tApple/iPad\n");
            classes.append("Mozilla/5.0 (PlayStation 4 " + version + ".00)\tother\tconsole\tSony/PS4\n");
            robots.append("ExampleBot/" + version + "\tbot\tcrawlers.yml\n");
            robots.append(desktop).append(" \tnotbot\tbrowsers.yml\n");
            traffic.append(phone).append("\tmobile\t0.02\n");
            headers.append(
                    "{\"ua\":\"" + phone + "\",\"label\":\"mobile\",\"headers\":{\"Sec-CH-UA-Mobile\":\"?1\"}}\n");
        }
        classes.append("AnotherBot/1.0\tbot\tbot\tbot|Another\n");
        write(folder, Corpus.MATOMO, classes.toString());
        write(folder, Corpus.MATOMO_HEADERS, headers.toString());
        write(folder, Corpus.ISBOT, robots.toString());
        write(folder, Corpus.BOTSWIDE, "SomeCrawler/1.0\tbot\tlist.json\n");
        write(folder, Corpus.INTOLI, traffic.toString());
    }

    static void write(Path folder, Corpus corpus, String rows) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(corpus.file())))) {
            out.write(rows.getBytes(StandardCharsets.UTF_8));
        }
    }
}
