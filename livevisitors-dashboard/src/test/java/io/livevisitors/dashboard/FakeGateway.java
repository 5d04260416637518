package io.livevisitors.dashboard;

import io.livevisitors.web.Access;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.DashboardAuthorizer;
import io.livevisitors.web.DashboardRequest;
import io.livevisitors.web.Gateway;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The few answers of the core that the servlet asks for, given by the core's own token authorizer, over pixels and
 * warnings that a test changes at will. Whatever else is asked fails the test.
 */
final class FakeGateway {

    private final DashboardAuthorizer authorizer;
    private final List<String> pixels;

    /** Those of the pixels that the token opens. */
    volatile List<String> visible;

    volatile List<String> warnings = List.of();

    FakeGateway(String token, List<String> pixels) {
        this.authorizer = DashboardAuthorizer.token(token);
        this.pixels = pixels;
        this.visible = pixels;
    }

    Gateway gateway() {
        return (Gateway) Proxy.newProxyInstance(
                Gateway.class.getClassLoader(),
                new Class<?>[] {Gateway.class},
                (proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    private Object answer(String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "access" -> access(argument(arguments, 0), argument(arguments, 1));
            case "visiblePixels" -> visiblePixels(argument(arguments, 0));
            case "isPixel" -> pixels.contains(this.<String>argument(arguments, 0));
            case "appKey" -> "app-key";
            case "warnings" -> warnings;
            default -> throw new AssertionError("The dashboard asked for " + method);
        };
    }

    private Access access(ClientRequest request, String pixelId) {
        boolean open = visible.contains(pixelId) || !pixels.contains(pixelId);
        if (open && authorizer.mayView(new DashboardRequest(pixelId, request))) {
            return Access.GRANTED;
        }
        return authorizer.hasCredentials(request) ? Access.FORBIDDEN : Access.UNAUTHENTICATED;
    }

    private List<String> visiblePixels(ClientRequest request) {
        return visible.stream()
                .filter(pixel -> access(request, pixel) == Access.GRANTED)
                .toList();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T> T argument(Object @Nullable [] arguments, int index) {
        if (arguments == null) {
            throw new AssertionError("called without arguments");
        }
        return (T) arguments[index];
    }
}
