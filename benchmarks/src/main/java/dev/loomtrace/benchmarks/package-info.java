/** JMH benchmarks; see the README of this module. */
package dev.loomtrace.benchmarks;
