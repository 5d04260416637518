package io.livevisitors.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.util.List;

/**
 * What became of strangers' texts in a page, as {@code hostile-audit.js} finds it.
 *
 * @param tags names of the elements
 * @param attributes names of their attributes
 * @param handlers attributes that would run something
 * @param links addresses that are none of the web
 * @param sources addresses of other sites that something is loaded from
 * @param controls texts and titles with what turns text around or cannot be seen
 * @param unisolated strangers' texts that can turn around what stands beside them
 * @param isolates how many stand in elements of their own direction
 * @param executed what a script would have set; {@code undefined} if none ran
 * @param wide pixels by which the page is wider than its window
 * @param tallest pixels of the highest row, unless it is open
 */
record Audit(
        List<String> tags,
        List<String> attributes,
        List<String> handlers,
        List<Object> links,
        List<String> sources,
        List<String> controls,
        List<String> unisolated,
        int isolates,
        String executed,
        int wide,
        int tallest) {

    private static final int TALL = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Audit of(Page page) {
        try {
            return JSON.readValue(
                    (String) page.evaluate(
                            "JSON.stringify((" + HostileStrings.audit().strip() + ")())"),
                    Audit.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** @param before the same page with ordinary texts: hostile ones add neither an element nor an attribute */
    void assertHarmless(Audit before, int width) {
        assertThat(executed).isEqualTo("undefined");
        assertThat(tags).as("elements").isSubsetOf(before.tags);
        assertThat(attributes).as("attributes").isSubsetOf(before.attributes);
        assertThat(handlers).as("handlers").isEmpty();
        assertThat(links).as("links").isEmpty();
        assertThat(sources).as("sources").isEmpty();
        assertThat(controls).as("texts with controls").isEmpty();
        assertThat(unisolated).as("texts that are not isolated").isEmpty();
        assertThat(wide).as("pixels beyond the window of %s", width).isLessThanOrEqualTo(0);
        assertThat(tallest).as("height of a row").isLessThan(TALL);
    }
}
