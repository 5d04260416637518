/**
 * Many regular expressions over one short text, in linear time and without recursion: literals find the few patterns
 * worth trying, and a backtracker that remembers where it has failed tries them. Patterns are compiled in the build
 * ({@code device.compile}); here they are only read and run. Nothing here knows of devices.
 */
@NullMarked
package io.livevisitors.device.match;

import org.jspecify.annotations.NullMarked;
