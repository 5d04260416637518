package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by hand: containers refuse some of these before anybody sees them. */
class HandshakeTest {

    @ParameterizedTest
    @CsvSource({"a=%C3%A4, \u00e4", "a=b+c, b c", "b=1&a=2&a=3, 2", "a=%ff,", "a=%7,", "a=\u00e4,", "b=1,"})
    void readsOnlyWellFormedParameters(String query, @Nullable String value) {
        assertThat(Handshake.client(request(query), "/app/app-key").parameter("a"))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=1&b=%C3%A4", "a%5B%5D=!$'()*+,;:@/?-._~", "a[]=1", "=&&"})
    void knowsAQuery(String query) {
        assertThat(Handshake.isQueryValid(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%zz",
                "a=%",
                "a=%f",
                "a=%ff",
                "a=%C3%28",
                "a=|",
                "a=\"",
                "a={",
                "a=\\",
                "a=\u00e4",
                "a=#",
                "a= "
            })
    void knowsWhatIsNoQuery(String query) {
        assertThat(Handshake.isQueryValid(query)).isFalse();
    }

    @Test
    void takesTheContainersAuthorityWhereThereIsNoHostHeader() {
        assertThat(Handshake.client(request("a=1"), "/app/app-key").host()).isEqualTo("shop.example:8443");
    }

    /** As over HTTP/2, without headers. By hand, since Jetty itself refuses a malformed query. */
    private static HttpServletRequest request(String query) {
        Map<String, Object> answers = Map.of(
                "getMethod",
                "CONNECT",
                "getRemoteAddr",
                "192.0.2.1",
                "getServerName",
                "shop.example",
                "getServerPort",
                8443,
                "isSecure",
                true,
                "getQueryString",
                query);
        return (HttpServletRequest) Proxy.newProxyInstance(
                HandshakeTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }
}
