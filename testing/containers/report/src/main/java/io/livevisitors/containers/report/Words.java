package io.livevisitors.containers.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the names of Java into words. */
final class Words {

    private static final Pattern PART = Pattern.compile("[A-Z]?[a-z]+|[A-Z]|[0-9]+");

    /** What has a spelling of its own. */
    private static final Map<String, String> SPELLINGS = spellings();

    private Words() {}

    private static Map<String, String> spellings() {
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put("utf 8", "UTF-8");
        spellings.put("md 5", "MD5");
        spellings.put("rfc 6455", "RFC 6455");
        spellings.put("ipv 6", "IPv6");
        spellings.put("json", "JSON");
        spellings.put("api", "API");
        spellings.put("http", "HTTP");
        spellings.put("web sockets", "WebSocket's");
        spellings.put("pusher java client", "pusher-java-client");
        return spellings;
    }

    /** {@code closesEveryConnectionWith1001} as "closes every connection with 1001". */
    static String of(String name) {
        String words = PART.matcher(name)
                .results()
                .map(MatchResult::group)
                .map(part -> part.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        for (Map.Entry<String, String> spelling : SPELLINGS.entrySet()) {
            words = words.replaceAll("\\b" + spelling.getKey() + "\\b", spelling.getValue());
        }
        return words;
    }

    /** {@code ApiQueryContract} as "API query". */
    static String ofContract(String className) {
        String words = of(className.replaceFirst("Contract$", ""));
        return words.startsWith("pusher-java")
                ? words
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
