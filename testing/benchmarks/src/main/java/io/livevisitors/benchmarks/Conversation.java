package io.livevisitors.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process that answers questions, one at a time: a line of words on its standard input, a line with a whole number
 * on its standard output. It ends by itself when its input ends. Used by one thread.
 */
public final class Conversation implements AutoCloseable {

    private static final String END = "the end of its output";

    private final Process process;
    private final Duration patience;
    private final Writer questions;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /**
     * Starts a process, to be asked. What it writes to standard error goes to this process's.
     *
     * @param patience for one answer, and for its ending
     */
    public static Conversation with(ProcessBuilder builder, Duration patience) throws IOException {
        return new Conversation(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start(), patience);
    }

    /** @param patience for one answer, and for its ending */
    Conversation(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        Thread listening = new Thread(this::listen, "answers");
        listening.setDaemon(true);
        listening.start();
    }

    /**
     * Asks.
     *
     * @param words joined by spaces
     * @throws IOException if no number comes in time; what came instead is the message
     */
    public long ask(Object... words) throws IOException, InterruptedException {
        String question = Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
        questions.write(question + "\n");
        questions.flush();
        String answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        Long number = number(answer);
        if (number == null) {
            throw new IOException("\"" + question + "\" was answered by " + answer);
        }
        return number;
    }

    /** Ends its input, and it. */
    @Override
    public void close() throws IOException {
        try (questions) {
            questions.flush();
        } finally {
            end();
        }
    }

    private void end() {
        try {
            var unused = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(answers::add);
        } catch (IOException e) {
            answers.add(e.toString());
        } finally {
            answers.add(END);
        }
    }

    private static @Nullable Long number(@Nullable String answer) {
        try {
            return answer == null ? null : Long.valueOf(answer);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
