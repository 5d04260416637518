/**
 * The rules of recognition as data, and what they answer: uap-core's for browser, system and device family, our own
 * table for the class. They are compiled in the build ({@code device.compile}) and read here. Nothing
 * here knows of caches, requests or visitors.
 */
@NullMarked
package io.livevisitors.device.rules;

import org.jspecify.annotations.NullMarked;
