/**
 * Makes the table of time zones and countries in the build: the tz database's own files in, one table out. Left out of
 * the jar; no class of the library uses it.
 */
@NullMarked
package io.livevisitors.privacy.compile;

import org.jspecify.annotations.NullMarked;
