/**
 * How well devices are recognised, and at what cost: over the device corpora, beside uap-java and Yauaa, and on hostile
 * input. The command that classifies lines of text lives here, too. Nothing here belongs to the library.
 */
@NullMarked
package io.livevisitors.benchmarks.devices;

import org.jspecify.annotations.NullMarked;
