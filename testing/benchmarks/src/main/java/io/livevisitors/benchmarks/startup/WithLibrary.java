package io.livevisitors.benchmarks.startup;

import io.livevisitors.LiveVisitors;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.servlet.LiveVisitorsFilter;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.DashboardAuthorizer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;

/** The library as its README has it set up. Apart from {@link StartedHost}, so that nothing else loads it. */
final class WithLibrary {

    static final String EVENTS = "/livevisitors/event";
    static final String PIXEL = "shop";

    private WithLibrary() {}

    /** Builds it and maps all of it. */
    static void register(ServletContext context) {
        LiveVisitors live = LiveVisitors.builder()
                .pixel(PIXEL)
                .keys("benchmark", "benchmark-key", "benchmark-secret-0123456789")
                .authorizer(DashboardAuthorizer.token("benchmark-token-0123456789"))
                .build();
        FilterRegistration.Dynamic filter = context.addFilter("livevisitors", new LiveVisitorsFilter(live, PIXEL));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        add(context, new PixelServlet(live), "/livevisitors/*");
        add(context, new LiveSocketServlet(live), "/livevisitors/app/*", "/livevisitors/apps/*");
        add(context, new DashboardServlet(live), "/livevisitors/dashboard/*");
    }

    private static void add(ServletContext context, Servlet servlet, String... mappings) {
        ServletRegistration.Dynamic added =
                context.addServlet(servlet.getClass().getSimpleName(), servlet);
        added.setLoadOnStartup(1);
        added.setAsyncSupported(true);
        added.addMapping(mappings);
    }
}
