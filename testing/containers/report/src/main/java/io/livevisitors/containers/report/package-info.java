/**
 * Makes the page of what every container does from what its tests left behind. It reads results and knows no container;
 * a run of only some of them changes nothing. No test of the library may appear here.
 */
@NullMarked
package io.livevisitors.containers.report;

import org.jspecify.annotations.NullMarked;
