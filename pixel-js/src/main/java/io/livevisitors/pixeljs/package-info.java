/**
 * The pixel: the scripts that a page includes, compiled by the build from {@code src/main/js} and carried by this jar.
 * What lives here hands out their bytes. How they are served is the servlet's business, so no web API may appear here.
 */
@NullMarked
package io.livevisitors.pixeljs;

import org.jspecify.annotations.NullMarked;
