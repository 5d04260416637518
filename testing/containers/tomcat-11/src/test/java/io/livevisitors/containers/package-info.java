/** One servlet container, started within this JVM for the contracts. Nothing of the library but what it publishes is used here. */
@NullMarked
package io.livevisitors.containers;

import org.jspecify.annotations.NullMarked;
