/**
 * What is forgotten, and how: pseudonyms under a salt that dies, addresses of pages without what they may give away.
 * After this package nothing holds an address, a User-Agent or a raw URL. Nothing here may log what it is given.
 */
@NullMarked
package io.livevisitors.privacy;

import org.jspecify.annotations.NullMarked;
