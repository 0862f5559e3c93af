/** Opens and converts traces of any format: the one place that knows them all. */
package dev.loomtrace.convert;
