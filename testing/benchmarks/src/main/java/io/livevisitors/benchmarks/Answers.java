package io.livevisitors.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The other side of a {@link Conversation}: the process that is asked. */
public final class Answers {

    private Answers() {}

    /** What a process knows. */
    public interface Source {

        /** The answer to the words of one question. */
        long answer(List<String> words) throws Exception;
    }

    /** Answers every question on standard input, one after the other, until it ends; recorded, if that is wanted. */
    public static void give(Source source) throws Exception {
        try (FlightRecording unused = FlightRecording.start();
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(source.answer(List.of(question.split(" "))));
            }
        }
    }
}
