/** Tests that hold the README to its word. */
@NullMarked
package io.livevisitors.all;

import org.jspecify.annotations.NullMarked;
