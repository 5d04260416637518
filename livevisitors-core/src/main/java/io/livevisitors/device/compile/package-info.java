/**
 * Compiles the rules of recognition in the build: uap-core's YAML and our own table of classes in, one file of programs
 * out. Left out of the jar; no class of the library uses it.
 */
@NullMarked
package io.livevisitors.device.compile;

import org.jspecify.annotations.NullMarked;
