/** Tests of the compiled pixel: its size and its bytes, and its behaviour in a real Chromium. */
@NullMarked
package io.livevisitors.pixeljs;

import org.jspecify.annotations.NullMarked;
