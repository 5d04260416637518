/**
 * The dashboard: one page that shows who is on the site, with the servlet that serves it. The page's own files lie
 * beside this package as resources and use nothing but the wire contract. Neither visitors nor channels are kept or made
 * here, and no other module may depend on this one.
 */
@NullMarked
package io.livevisitors.dashboard;

import org.jspecify.annotations.NullMarked;
