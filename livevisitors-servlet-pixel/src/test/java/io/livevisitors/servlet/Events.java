package io.livevisitors.servlet;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON that pixels send. */
final class Events {

    static final String PAGE = "https://shop.example/shoes";

    private Events() {}

    static String pageView() {
        return pageViewWith("");
    }

    /** A page view with more members, each after a comma: {@code ,"seq":1}. */
    static String pageViewWith(String more) {
        return of("page_view", more);
    }

    static String of(String type, String more) {
        return "{\"pixel_id\":\"shop\",\"event_type\":\"" + type + "\",\"page_url\":\"" + PAGE + "\"" + more + "}";
    }

    /** A batch of so many page views of one visitor. */
    static String batch(int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> "{\"event_type\":\"page_view\",\"page_url\":\"" + PAGE + "\"}")
                .collect(Collectors.joining(",", "{\"pixel_id\":\"shop\",\"visitor_token\":\"v\",\"events\":[", "]}"));
    }

    /** The same JSON with blanks at its end, so many bytes long. */
    static String paddedTo(int bytes, String json) {
        return json + " ".repeat(bytes - json.length());
    }
}
