@NullMarked
package io.livevisitors;

import org.jspecify.annotations.NullMarked;
