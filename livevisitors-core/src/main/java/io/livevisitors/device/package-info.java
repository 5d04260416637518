/**
 * What a visitor holds in the hand: hints in, device out. The rules of recognition live here and nowhere else. Nothing
 * here knows of pixels, visitors or requests.
 */
@NullMarked
package io.livevisitors.device;

import org.jspecify.annotations.NullMarked;
