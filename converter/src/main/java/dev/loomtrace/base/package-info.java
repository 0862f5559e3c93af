/** Small tools of the converter, for its own packages only: no part of the public API. */
package dev.loomtrace.base;
