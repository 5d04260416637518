package io.livevisitors.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of WIRE.md sections 3 and 4. The only place that knows the field names. */
final class WireJson {

    /**
     * Buffers in reserve. Jackson would keep them in the threads of the container instead, and with them every class of
     * this library, for long after the web application was taken away.
     */
    private static final int BUFFERS = 16;

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
            .build();

    /** Names of one map that a bounded text carries, and the bytes they may take; the rest is summed. */
    private static final int MAX_NAMES = 50;

    private static final int MAX_NAME_BYTES = 3_000;

    private WireJson() {}

    static String of(Visitor visitor) {
        return write(json -> visitor(json, visitor));
    }

    static String diagnosis(Diagnosis diagnosis) {
        return write(json -> {
            json.writeStartObject();
            json.writeBooleanField("healthy", diagnosis.isHealthy());
            json.writeArrayFieldStart("findings");
            for (Finding finding : diagnosis.findings()) {
                json.writeStartObject();
                json.writeStringField("check", finding.check());
                json.writeStringField("verdict", finding.verdict().wireName());
                json.writeStringField("cause", finding.cause());
                json.writeStringField("cure", finding.cure());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("as_of", diagnosis.asOf().getEpochSecond());
            json.writeEndObject();
        });
    }

    static String of(VisitorLeft left) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("visitor_token", left.visitorToken());
            json.writeStringField("page_url", left.pageUrl());
            json.writeStringField("reason", left.reason().wireName());
            json.writeNumberField("timestamp", left.timestamp());
            json.writeEndObject();
        });
    }

    static String of(CustomEvent event) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("visitor_token", event.visitorToken());
            json.writeStringField("event_name", event.eventName());
            json.writeObjectFieldStart("data");
            for (Map.Entry<String, Object> value : event.data().entrySet()) {
                json.writeFieldName(value.getKey());
                scalar(json, value.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("timestamp", event.timestamp());
            json.writeEndObject();
        });
    }

    static String of(Totals totals) {
        return write(json -> {
            json.writeStartObject();
            totals(json, totals, NameBound.FOR_A_FRAME);
            json.writeEndObject();
        });
    }

    static String of(LiveSnapshot snapshot) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("visitors");
            for (Visitor visitor : snapshot.visitors()) {
                visitor(json, visitor);
            }
            json.writeEndArray();
            totals(json, snapshot.totals(), NameBound.NONE);
            json.writeStringField("next_cursor", snapshot.nextCursor());
            json.writeEndObject();
        });
    }

    static String of(Journey journey) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("visitor_token", journey.visitorToken());
            json.writeArrayFieldStart("journey");
            for (Journey.Page page : journey.pages()) {
                json.writeStartObject();
                json.writeStringField("page_url", page.pageUrl());
                json.writeStringField("page_title", page.pageTitle());
                json.writeNumberField("time_on_page", page.timeOnPage());
                json.writeBooleanField("open", page.open());
                json.writeNumberField("timestamp", page.timestamp());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("as_of", journey.asOf());
            json.writeEndObject();
        });
    }

    /**
     * A snapshot within a number of bytes. Counted as they will travel: inside a JSON string, where each quote and
     * backslash takes one byte more.
     */
    static String of(LiveSnapshot snapshot, int maxBytes) {
        String totals = of(snapshot.totals());
        StringBuilder text = new StringBuilder("{\"visitors\":[");
        int room = maxBytes - travelling(totals) - travelling("{\"visitors\":[],");
        boolean first = true;
        for (Visitor visitor : snapshot.visitors()) {
            String next = (first ? "" : ",") + of(visitor);
            room -= travelling(next);
            if (room < 0) {
                break;
            }
            text.append(next);
            first = false;
        }
        return text.append("],").append(totals, 1, totals.length()).toString();
    }

    private static int travelling(String json) {
        int escapes = (int) json.chars().filter(c -> c == '"' || c == '\\').count();
        return json.getBytes(StandardCharsets.UTF_8).length + escapes;
    }

    private static void visitor(JsonGenerator json, Visitor visitor) throws IOException {
        json.writeStartObject();
        json.writeStringField("visitor_token", visitor.visitorToken());
        json.writeStringField("page_url", visitor.pageUrl());
        json.writeStringField("page_title", visitor.pageTitle());
        json.writeStringField("entry_page", visitor.entryPage());
        json.writeStringField("referrer", visitor.referrer());
        json.writeStringField("utm_source", visitor.utmSource());
        json.writeStringField("utm_medium", visitor.utmMedium());
        json.writeStringField("utm_campaign", visitor.utmCampaign());
        json.writeStringField("device_type", visitor.device().type().wireName());
        json.writeStringField("browser", visitor.device().browser());
        json.writeStringField("os", visitor.device().os());
        json.writeStringField("country", visitor.country());
        json.writeStringField("language", visitor.language());
        json.writeStringField("state", visitor.state().wireName());
        json.writeNumberField("tabs", visitor.tabs());
        json.writeNumberField("page_views", visitor.pageViews());
        json.writeNumberField("time_on_page", visitor.timeOnPage());
        json.writeNumberField("scroll_depth", visitor.scrollDepth());
        json.writeNumberField("first_seen", visitor.firstSeen());
        json.writeNumberField("last_seen", visitor.lastSeen());
        json.writeNumberField("timestamp", visitor.timestamp());
        json.writeEndObject();
    }

    private static void totals(JsonGenerator json, Totals totals, NameBound bound) throws IOException {
        json.writeNumberField("count", totals.count());
        json.writeNumberField("active", totals.active());
        json.writeNumberField("idle", totals.idle());
        json.writeNumberField("leaving", totals.leaving());
        json.writeNumberField("tabs", totals.tabs());
        json.writeNumberField("automated", totals.automated());
        json.writeNumberField("robots", totals.robots());
        names(json, "by_device", totals.byDevice(), bound);
        names(json, "by_browser", totals.byBrowser(), bound);
        names(json, "by_os", totals.byOs(), bound);
        names(json, "by_country", totals.byCountry(), bound);
        names(json, "by_language", totals.byLanguage(), bound);
        names(json, "pages", totals.pages(), bound);
        names(json, "entry_pages", totals.entryPages(), bound);
        names(json, "referrers", totals.referrers(), bound);
        names(json, "utm_sources", totals.utmSources(), bound);
        names(json, "events", totals.events(), bound);
        json.writeArrayFieldStart("series");
        for (MinuteCount minute : totals.series()) {
            json.writeStartObject();
            json.writeNumberField("minute", minute.minute());
            json.writeNumberField("visitors", minute.visitors());
            json.writeNumberField("page_views", minute.pageViews());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("limits");
        json.writeNumberField("sampled", totals.limits().sampled());
        json.writeNumberField("evicted", totals.limits().evicted());
        json.writeNumberField("refused", totals.limits().refused());
        json.writeNumberField("trimmed", totals.limits().trimmed());
        json.writeEndObject();
        json.writeNumberField("as_of", totals.asOf());
        json.writeStringField("mode", totals.mode().wireName());
    }

    private static void names(JsonGenerator json, String field, Map<String, Integer> names, NameBound bound)
            throws IOException {
        json.writeObjectFieldStart(field);
        int written = 0;
        int bytes = 0;
        long rest = 0;
        for (Map.Entry<String, Integer> name : names.entrySet()) {
            bytes += travelling(name.getKey());
            if (name.getKey().equals(Totals.OTHER) || written >= bound.names || bytes > bound.bytes) {
                rest += name.getValue();
            } else {
                json.writeNumberField(name.getKey(), name.getValue());
                written++;
            }
        }
        if (rest > 0) {
            json.writeNumberField(Totals.OTHER, rest);
        }
        json.writeEndObject();
    }

    private static void scalar(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    private static String write(Body body) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            body.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private enum NameBound {
        NONE(Integer.MAX_VALUE, Integer.MAX_VALUE),
        FOR_A_FRAME(MAX_NAMES, MAX_NAME_BYTES);

        private final int names;
        private final int bytes;

        NameBound(int names, int bytes) {
            this.names = names;
            this.bytes = bytes;
        }
    }

    @FunctionalInterface
    private interface Body {
        void to(JsonGenerator json) throws IOException;
    }
}
