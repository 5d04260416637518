/** Tests of what measures the recognition of devices, and of the command that classifies lines. */
@NullMarked
package io.livevisitors.benchmarks.devices;

import org.jspecify.annotations.NullMarked;
