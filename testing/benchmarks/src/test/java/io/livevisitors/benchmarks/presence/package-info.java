/** Tests of the judge: that it sees a wrong number, and takes a right one for right. */
@NullMarked
package io.livevisitors.benchmarks.presence;

import org.jspecify.annotations.NullMarked;
