// Maketraces runs small programs of many kinds and writes a trace of each.
//
//	maketraces DIR         all of them, as DIR/NAME.trace
//	maketraces NAME FILE   one of them
package main

import (
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/trace"
)

// A program is something to trace, with the settings of the Go runtime that it is run with.
type program struct {
	name    string
	godebug string
	run     func()
	// before runs without the trace, and returns what is to be done after it.
	before func() (after func())
	// snapshot means that a flight recorder writes the trace when the program ends.
	snapshot bool
}

var programs = []program{
	{name: "http", run: serve, snapshot: true},
	{name: "channels", run: channels},
	{name: "annotate", run: annotate},
	{name: "generations", run: annotate, godebug: "traceadvanceperiod=300000"},
	{name: "network", run: network},
	{name: "cpuprofile", run: burn, before: profile},
	{name: "threads", run: threads},
	{name: "hog", run: hog, before: oneProc, godebug: "asyncpreemptoff=1"},
	{name: "goroutines", run: manyGoroutines},
	{name: "coroutines", run: coroutines},
	{name: "allocfree", run: channels, godebug: "traceallocfree=1"},
	{name: "collecting", run: garbage, before: keepCollecting, godebug: "traceadvanceperiod=5000000"},
}

func main() {
	log.SetFlags(0)
	switch len(os.Args) {
	case 2:
		for _, p := range programs {
			makeInChild(p, filepath.Join(os.Args[1], p.name+".trace"))
		}
	case 3:
		for _, p := range programs {
			if p.name == os.Args[1] {
				if err := record(p, os.Args[2]); err != nil {
					log.Fatal(err)
				}
				return
			}
		}
		log.Fatalf("no program %s", os.Args[1])
	default:
		log.Fatal("usage: maketraces DIR | maketraces NAME FILE")
	}
}

func makeInChild(p program, file string) {
	cmd := exec.Command(os.Args[0], p.name, file)
	cmd.Env = append(os.Environ(), "GODEBUG="+p.godebug)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		log.Fatalf("%s: %v", p.name, err)
	}
}

func record(p program, file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	if p.before != nil {
		defer p.before()()
	}
	if p.snapshot {
		recorder := trace.NewFlightRecorder(trace.FlightRecorderConfig{})
		if err := recorder.Start(); err != nil {
			return err
		}
		defer recorder.Stop()
		p.run()
		_, err = recorder.WriteTo(out)
		return err
	}
	if err := trace.Start(out); err != nil {
		return err
	}
	p.run()
	trace.Stop()
	return nil
}
