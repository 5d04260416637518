/**
 * A web application that brings the library along in its own class loader, deployed on Tomcat and taken away again: what
 * of it is left then. The application itself is {@link io.livevisitors.containers.redeploy.Shop}; all else is outside of
 * it and uses nothing that the application has loaded.
 */
@NullMarked
package io.livevisitors.containers.redeploy;

import org.jspecify.annotations.NullMarked;
