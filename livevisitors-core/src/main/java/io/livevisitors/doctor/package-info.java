/**
 * Looks at what operators get wrong, and says the cause and the cure: a server that cannot be reached, keys, origins,
 * schemes and ports that do not fit, clocks, limits of the machine. It is given all that it needs in a {@code Case} and
 * changes nothing. Not exported; the front door alone calls it.
 */
@NullMarked
package io.livevisitors.doctor;

import org.jspecify.annotations.NullMarked;
