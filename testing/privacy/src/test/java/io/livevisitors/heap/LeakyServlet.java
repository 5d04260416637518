package io.livevisitors.heap;

import io.livevisitors.LiveVisitors;
import io.livevisitors.servlet.PixelServlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The leak that the search must find: keeps each address in every form, and each User-Agent. */
final class LeakyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int ENOUGH = 20;

    private final transient PixelServlet pixel;
    private final transient List<Object> kept = new CopyOnWriteArrayList<>();

    LeakyServlet(LiveVisitors live) {
        this.pixel = new PixelServlet(live);
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        pixel.init(config);
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        String address = request.getRemoteAddr();
        if (kept.size() < ENOUGH * 5) {
            byte[] packed = InetAddress.getByName(address).getAddress();
            kept.add(new String(address.toCharArray()));
            kept.add(address.toCharArray());
            kept.add(packed);
            kept.add(new int[] {java.nio.ByteBuffer.wrap(packed).getInt()});
            kept.add(((HttpServletRequest) request).getHeader("User-Agent").getBytes(StandardCharsets.UTF_16LE));
        }
        pixel.service(request, response);
    }
}
