/** Results as surefire writes them, and the page made from them. */
@NullMarked
package io.livevisitors.containers.report;

import org.jspecify.annotations.NullMarked;
