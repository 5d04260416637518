package io.livevisitors.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Answers the requests to one path. */
@FunctionalInterface
interface Endpoint {

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

    /** Answers GET and HEAD with that, everything else with 405. */
    static Endpoint reading(Endpoint answer) {
        return restrictedTo("GET, HEAD", answer);
    }

    /** Answers POST with that, everything else with 405. */
    static Endpoint posting(Endpoint answer) {
        return restrictedTo("POST", answer);
    }

    private static Endpoint restrictedTo(String methods, Endpoint answer) {
        List<String> allowed = List.of(methods.split(", ", -1));
        return (request, response) -> {
            if (allowed.contains(request.getMethod())) {
                answer.answer(request, response);
            } else {
                response.setHeader("Allow", methods);
                Replies.write(request, response, Replies.refusal(405, "method_not_allowed", "use " + methods));
            }
        };
    }
}
