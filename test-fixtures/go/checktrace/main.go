// Checktrace judges a Go trace with tools that the Loomtrace project did not write.
//
//	checktrace rules FILE   read it with golang.org/x/exp/trace, and check what gotraceui needs
//	checktrace pages FILE [GOROUTINE...]
//	                        serve it with "go tool trace" and read every page that it links, and the timelines of
//	                        these goroutines
//
// It prints a summary as "name value" lines; each fault is a line on standard error, and makes the exit status 1.
package main

import (
	"fmt"
	"os"
	"sort"
)

// A report collects facts and faults.
type report struct {
	facts  map[string]int64
	faults []string
	more   int
}

func (r *report) add(name string, n int64) { r.facts[name] += n }

func (r *report) fault(format string, args ...any) {
	if len(r.faults) < 50 {
		r.faults = append(r.faults, fmt.Sprintf(format, args...))
	} else {
		r.more++
	}
}

func (r *report) print() int {
	names := make([]string, 0, len(r.facts))
	for name := range r.facts {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Printf("%s %d\n", name, r.facts[name])
	}
	for _, fault := range r.faults {
		fmt.Fprintln(os.Stderr, fault)
	}
	if r.more > 0 {
		fmt.Fprintf(os.Stderr, "and %d more faults\n", r.more)
	}
	if len(r.faults) > 0 {
		return 1
	}
	return 0
}

func main() {
	if len(os.Args) < 3 || (len(os.Args) > 3 && os.Args[1] != "pages") {
		fmt.Fprintln(os.Stderr, "usage: checktrace rules FILE | pages FILE [GOROUTINE...]")
		os.Exit(2)
	}
	r := &report{facts: map[string]int64{}}
	switch os.Args[1] {
	case "rules":
		checkRules(os.Args[2], r)
	case "pages":
		checkPages(os.Args[2], os.Args[3:], r)
	default:
		fmt.Fprintln(os.Stderr, "unknown command", os.Args[1])
		os.Exit(2)
	}
	os.Exit(r.print())
}
