package io.livevisitors.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The pages of a host, and what can happen in them. */
final class HostPages extends HttpServlet {

    static final String HTML = "<!doctype html><title>Page</title>";

    private static final long serialVersionUID = 1L;

    static void addTo(ServletContextHandler context) {
        ServletHolder holder = new ServletHolder(new HostPages());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/");
        context.addServlet(holder, "/page/*");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            page(response);
            return;
        }
        switch (request.getServletPath()) {
            case "/answer" -> {
                response.setStatus(Integer.parseInt(request.getParameter("status")));
                response.setContentType(request.getParameter("type"));
            }
            case "/forward" -> request.getRequestDispatcher("/page/inner").forward(request, response);
            case "/include" -> {
                response.setContentType("text/html");
                request.getRequestDispatcher("/page/inner").include(request, response);
            }
            case "/throw" -> throw new ServletException("the page is broken");
            case "/classes" -> {
                response.setContentType("text/plain");
                response.getWriter()
                        .write(request.getClass().getName() + " "
                                + response.getClass().getName());
            }
            case "/async" -> async(request, response);
            case "/async-dispatch" -> {
                AsyncContext context = request.startAsync();
                ForkJoinPool.commonPool().execute(() -> context.dispatch("/page/inner"));
            }
            case "/async-twice" -> {
                AsyncContext context = request.startAsync();
                ForkJoinPool.commonPool().execute(() -> context.dispatch("/async?status=200"));
            }
            case "/async-timeout" -> request.startAsync().setTimeout(50);
            default -> page(response);
        }
    }

    private static void page(HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(HTML);
    }

    private static void async(HttpServletRequest request, HttpServletResponse response) {
        int status = Integer.parseInt(request.getParameter("status"));
        AsyncContext context = request.startAsync();
        ForkJoinPool.commonPool().execute(() -> {
            try {
                response.setStatus(status);
                page(response);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                context.complete();
            }
        });
    }
}
