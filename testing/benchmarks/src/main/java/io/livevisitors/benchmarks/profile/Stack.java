package io.livevisitors.benchmarks.profile;

import java.util.List;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/**
 * Frames of Java code, the innermost first.
 *
 * @param frames each as the full name of a class and a method, with a dot between them
 */
record Stack(List<String> frames) {

    /** Where an event happened; empty if that was not recorded. */
    static Stack of(RecordedEvent event) {
        return new Stack(
                event.getStackTrace() == null
                        ? List.of()
                        : event.getStackTrace().getFrames().stream()
                                .filter(RecordedFrame::isJavaFrame)
                                .map(frame -> name(frame.getMethod()))
                                .toList());
    }

    /**
     * The part that was called by a method, directly or not; all of it if the name is empty, nothing if the method is not
     * there.
     *
     * @param method how the name of its frame ends: {@code PixelServlet.service}
     */
    Optional<Stack> below(String method) {
        if (method.isEmpty()) {
            return Optional.of(this);
        }
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).endsWith(method) && isWhole(frames.get(i), method)) {
                return Optional.of(new Stack(frames.subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }

    /** The innermost frame of a package, or of one below it; else the innermost of all. */
    String innermost(String packageName) {
        return frames.stream()
                .filter(frame -> frame.startsWith(packageName + "."))
                .findFirst()
                .orElse(frames.isEmpty() ? "(unknown)" : frames.get(0));
    }

    /** The package of a frame. */
    static String packageOf(String frame) {
        String type = typeOf(frame);
        int end = type.lastIndexOf('.');
        return end < 0 ? "(none)" : type.substring(0, end);
    }

    /** The class of a frame; what the compiler made within it counts as it. */
    static String typeOf(String frame) {
        int end = frame.lastIndexOf('.');
        String type = end < 0 ? frame : frame.substring(0, end);
        int made = type.indexOf("$$");
        return made < 0 ? type : type.substring(0, made);
    }

    private static boolean isWhole(String frame, String ending) {
        int before = frame.length() - ending.length() - 1;
        return before < 0 || frame.charAt(before) == '.';
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }
}
