package io.livevisitors.benchmarks.container;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.util.ServerInfo;
import org.eclipse.jetty.server.Server;

/** An embedded servlet container on a free loopback port, with its own defaults. Used by one thread. */
public interface Container extends AutoCloseable {

    /** The address at which it serves. */
    String LOOPBACK = "127.0.0.1";

    /** Which container. */
    enum Kind {
        TOMCAT,
        JETTY;

        /** Its name and version. */
        public String label() {
            return switch (this) {
                case TOMCAT -> "Tomcat " + ServerInfo.getServerNumber().replaceFirst("\\.0$", "");
                case JETTY -> "Jetty " + Server.getVersion();
            };
        }
    }

    /** A servlet, and the requests that it answers. */
    record Mapping(Servlet servlet, String pattern) {}

    /** Serves from now on. */
    void start() throws Exception;

    /** The port on which it serves. */
    int port();

    /** One that is not started yet, with these servlets, which are made ready when it starts. */
    static Container of(Kind kind, List<Mapping> mappings) throws IOException {
        return switch (kind) {
            case TOMCAT -> new TomcatContainer(mappings);
            case JETTY -> new JettyContainer(mappings);
        };
    }
}
