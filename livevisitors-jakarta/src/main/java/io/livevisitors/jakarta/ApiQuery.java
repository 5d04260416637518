package io.livevisitors.jakarta;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters of a request to the HTTP API, decoded, in the order in which they came. Immutable. */
final class ApiQuery {

    private static final String SIGNATURE = "auth_signature";

    private record Parameter(String name, String value) {

        /** The name alone: the value may be a signature. */
        @Override
        public String toString() {
            return "Parameter[" + name + "]";
        }
    }

    private final List<Parameter> parameters;

    private ApiQuery(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** @param query as it came, without its question mark; null for none */
    static ApiQuery of(@Nullable String query) {
        List<Parameter> parameters = new ArrayList<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    parameters.add(new Parameter(
                            decode(equals < 0 ? pair : pair.substring(0, equals)),
                            equals < 0 ? "" : decode(pair.substring(equals + 1))));
                }
            }
        }
        return new ApiQuery(parameters);
    }

    /** First value of that name; null if there is none. */
    @Nullable String get(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name.equals(name))
                .map(Parameter::value)
                .findFirst()
                .orElse(null);
    }

    /** What the signature is made of: all parameters but itself, sorted by name, values as they are meant. */
    String signed() {
        return signed(Parameter::name);
    }

    /** The same with the names in lower case, as Pusher's own libraries sign them. */
    String signedInLowerCase() {
        return signed(parameter -> parameter.name.toLowerCase(Locale.ROOT));
    }

    private String signed(Function<Parameter, String> name) {
        return parameters.stream()
                .filter(parameter -> !parameter.name.equals(SIGNATURE))
                .sorted(Comparator.comparing(name))
                .map(parameter -> name.apply(parameter) + "=" + parameter.value)
                .collect(Collectors.joining("&"));
    }

    @Nullable String signature() {
        return get(SIGNATURE);
    }

    /** What is badly escaped stands for itself: no valid signature covers it. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
