/**
 * What {@code LiveSocketServlet} promises on any servlet container, as tests. Whoever wants to know of a container that
 * is not among ours implements {@link io.livevisitors.contracts.ContainerUnderTest}, names it in
 * {@code META-INF/services}, and runs the classes called {@code …Contract}. No container's own class may appear here.
 */
@NullMarked
package io.livevisitors.contracts;

import org.jspecify.annotations.NullMarked;
