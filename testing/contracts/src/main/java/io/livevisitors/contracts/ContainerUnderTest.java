package io.livevisitors.contracts;

import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A servlet container that can be started within this JVM, several times at once. Found by {@link ServiceLoader}. What it
 * logs must reach {@link java.util.logging}, where the contracts look for stack traces.
 */
public interface ContainerUnderTest {

    /** The system property that tells whoever reads the results of a run which container it was about. */
    String NAME_PROPERTY = "livevisitors.container";

    /** Product and version, as a reader of the results knows them. */
    String name();

    /** Starts on a free port of the loopback, with one web application, whose servlets are initialised at once. */
    Running start(Application application);

    /**
     * The web application.
     *
     * @param contextPath empty for the root, else a path that starts with a slash and does not end in one
     */
    record Application(String contextPath, List<Registration> registrations) {

        public Application {
            registrations = List.copyOf(registrations);
        }
    }

    /**
     * A servlet of the web application.
     *
     * @param servlet supports asynchronous requests
     * @param mappings servlet mappings
     */
    record Registration(HttpServlet servlet, List<String> mappings) {

        public Registration {
            mappings = List.copyOf(mappings);
        }

        /** Another than that of the application's other servlets. */
        public String name() {
            return servlet.getClass().getSimpleName();
        }
    }

    /** A container that runs. */
    interface Running extends AutoCloseable {

        int port();

        /** Ends the web application and leaves the server running, as a redeployment does. */
        void stopApplication();

        /** Ends everything. */
        @Override
        void close();
    }

    /**
     * The one that this test run is about.
     *
     * @throws IllegalStateException if the class path has none, or several
     */
    static ContainerUnderTest found() {
        List<ContainerUnderTest> all = ServiceLoader.load(ContainerUnderTest.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (all.size() != 1) {
            throw new IllegalStateException("the class path has " + all.size() + " implementations of "
                    + ContainerUnderTest.class.getName() + " in META-INF/services; let it have one");
        }
        System.setProperty(NAME_PROPERTY, all.get(0).name());
        return all.get(0);
    }
}
