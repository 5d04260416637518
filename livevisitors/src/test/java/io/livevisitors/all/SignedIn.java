package io.livevisitors.all;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Signs in whoever says a role in a header, in place of a host's own security. */
public final class SignedIn extends HttpFilter {

    static final String HEADER = "X-Signed-In-As";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String role = request.getHeader(HEADER);
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public @Nullable Principal getUserPrincipal() {
                        return role == null ? null : () -> "somebody";
                    }

                    @Override
                    public boolean isUserInRole(String asked) {
                        return asked.equals(role);
                    }
                },
                response);
    }
}
