package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a real process. */
class ConversationTest {

    private static final long HEAP = 32;

    private final Conversation conversation;

    ConversationTest() throws IOException {
        conversation = new ChildJvm(Duration.ofSeconds(30), HEAP).converse(Clerk.class, "7");
    }

    @AfterEach
    void end() throws IOException {
        conversation.close();
    }

    @Test
    void asksOneThingAfterTheOther() throws Exception {
        assertThat(conversation.ask("add", 2, 3)).isEqualTo(5 + 7);
        assertThat(conversation.ask("add", -20, 3)).isEqualTo(-17 + 7);
    }

    @Test
    void anAnswerThatIsNoNumberIsAFailure() {
        assertThatThrownBy(() -> conversation.ask("say", "hello"))
                .isInstanceOf(IOException.class)
                .hasMessage("\"say hello\" was answered by hello");
    }

    @Test
    void aProcessThatHasEndedIsAFailure() {
        assertThatThrownBy(() -> conversation.ask("end"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the end of its output");
    }

    @Test
    void noAnswerInTimeIsAFailure() throws IOException {
        try (Conversation hasty = new ChildJvm(Duration.ofMillis(50), HEAP).converse(Clerk.class, "7")) {
            assertThatThrownBy(() -> hasty.ask("ponder"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was answered by null");
        }
    }

    /** The other side: adds, says, ponders, ends. */
    static final class Clerk {

        private Clerk() {}

        /** Adds its argument to every sum. */
        public static void main(String... arguments) {
            Scanner questions = new Scanner(System.in, StandardCharsets.UTF_8);
            while (questions.hasNext()) {
                switch (questions.next()) {
                    case "add" ->
                        System.out.println(questions.nextInt() + questions.nextInt() + Integer.parseInt(arguments[0]));
                    case "say" -> System.out.println(questions.next());
                    case "end" -> System.exit(0);
                    default -> {} // thinks, until its input ends
                }
            }
        }
    }
}
