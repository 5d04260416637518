package io.livevisitors.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackTest {

    private final Stack stack = new Stack(List.of(
            "java.util.HashMap.get",
            "io.livevisitors.presence.Ledger$$Lambda$7.apply",
            "io.livevisitors.servlet.PixelServlet.service",
            "org.apache.catalina.core.StandardWrapperValve.invoke"));

    @Test
    void belowAMethodIsWhatItCalledAndItself() {
        assertThat(stack.below("PixelServlet.service"))
                .hasValueSatisfying(part ->
                        assertThat(part.frames()).isEqualTo(stack.frames().subList(0, 3)));
        assertThat(stack.below("")).hasValue(stack);
    }

    @Test
    void nothingIsBelowAMethodThatIsNotThereOrHasAnotherName() {
        assertThat(stack.below("PixelServlet.init")).isEmpty();
        assertThat(stack.below("Servlet.service")).isEmpty();
    }

    @Test
    void ofRecursionTheOutermostCallCounts() {
        Stack recursion = new Stack(List.of("a.B.c", "a.B.walk", "a.B.walk", "a.B.main"));
        assertThat(recursion.below("B.walk"))
                .hasValueSatisfying(part -> assertThat(part.frames()).hasSize(3));
    }

    @Test
    void theInnermostOfTheLibraryHasWhatItCalls() {
        String frame = stack.innermost("io.livevisitors");
        assertThat(Stack.typeOf(frame)).isEqualTo("io.livevisitors.presence.Ledger");
        assertThat(Stack.packageOf(frame)).isEqualTo("io.livevisitors.presence");
        assertThat(stack.innermost("com.example")).isEqualTo("java.util.HashMap.get");
    }
}
