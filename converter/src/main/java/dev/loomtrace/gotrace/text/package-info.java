/** Texts that Go's tools print of traces, and the raw text form of traces since Go 1.22. */
package dev.loomtrace.gotrace.text;
