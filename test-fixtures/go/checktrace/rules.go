package main

import (
	"bufio"
	"io"
	"os"
	"strings"

	"golang.org/x/exp/trace"
)

// Reasons of blocks that gotraceui can show; it leaves others without a state and panics on some of them.
var knownReasons = map[string]bool{
	"": true, "chan send": true, "chan receive": true, "network": true, "select": true, "sleep": true,
	"sync": true, "sync.(*Cond).Wait": true, "system goroutine wait": true,
	"GC mark assist wait for work": true, "GC background sweeper wait": true, "preempted": true,
	"forever": true, "wait for debug call": true, "wait until GC ends": true,
}

type place struct {
	function, file string
	line           uint64
}

// checkRules reads the whole trace. What Go's reader refuses is a fault, and so is what would make gotraceui
// panic or show a goroutine without a name.
func checkRules(path string, r *report) {
	f, err := os.Open(path)
	if err != nil {
		r.fault("%v", err)
		return
	}
	defer f.Close()
	reader, err := trace.NewReader(bufio.NewReader(f))
	if err != nil {
		r.fault("no trace: %v", err)
		return
	}
	places := map[uint64]place{}
	begun := map[trace.Range]bool{}
	started := map[trace.GoID]bool{}
	named := map[trace.GoID]bool{}
	functions := map[trace.GoID]string{}
	tasks := map[trace.TaskID]bool{}
	procs := map[trace.ProcID]bool{}
	checkStack := func(ev *trace.Event, s trace.Stack) (root string) {
		if s == trace.NoStack {
			return ""
		}
		n := 0
		for frame := range s.Frames() {
			n++
			p := place{frame.Func, frame.File, frame.Line}
			if old, ok := places[frame.PC]; !ok {
				places[frame.PC] = p
			} else if old != p {
				r.fault("pc %d is %v and %v", frame.PC, old, p)
			}
			if frame.Func == "" || frame.File == "" || frame.Line == 0 {
				r.fault("time %d: frame without function, file or line: %v", ev.Time(), p)
			}
			root = frame.Func
		}
		if n > 128 {
			r.fault("stack of %d frames", n)
		}
		return root
	}
	for {
		ev, err := reader.ReadEvent()
		if err == io.EOF {
			break
		}
		if err != nil {
			r.fault("Go's reader refuses it: %v", err)
			break
		}
		r.add("events", 1)
		r.add("kind."+ev.Kind().String(), 1)
		checkStack(&ev, ev.Stack())
		switch ev.Kind() {
		case trace.EventStateTransition:
			st := ev.StateTransition()
			switch st.Resource.Kind {
			case trace.ResourceProc:
				procs[st.Resource.Proc()] = true
			case trace.ResourceGoroutine:
				from, to := st.Goroutine()
				id := st.Resource.Goroutine()
				started[id] = true
				if root := checkStack(&ev, st.Stack); root != "" {
					named[id] = true
					if from == trace.GoNotExist {
						functions[id] = root
					}
				}
				if from == trace.GoRunning && (to == trace.GoWaiting || to == trace.GoRunnable) {
					r.add("stop "+functions[id]+" "+st.Reason, 1)
				}
				r.add("go."+from.String()+"."+to.String(), 1)
				if to == trace.GoWaiting && from == trace.GoRunning {
					r.add("block."+strings.ReplaceAll(st.Reason, " ", "_"), 1)
					if !knownReasons[st.Reason] {
						r.fault("time %d: unknown reason to block %q", ev.Time(), st.Reason)
					}
				}
			}
		case trace.EventRangeBegin:
			begun[ev.Range()] = true
			r.add("range."+strings.ReplaceAll(ev.Range().Name, " ", "_"), 1)
		case trace.EventRangeActive:
			if !begun[ev.Range()] {
				r.fault("time %d: range %s active that never began", ev.Time(), ev.Range().Name)
			}
		case trace.EventTaskBegin:
			if tasks[ev.Task().ID] {
				r.fault("time %d: task %d begins after it was used", ev.Time(), ev.Task().ID)
			}
			tasks[ev.Task().ID] = true
			tasks[ev.Task().Parent] = true
		case trace.EventRegionBegin:
			useTask(r, tasks, ev.Region().Task)
		case trace.EventLog:
			useTask(r, tasks, ev.Log().Task)
		}
	}
	for id := range started {
		if !named[id] {
			r.fault("goroutine %d has no function: nothing says where it starts", id)
		}
	}
	r.add("goroutines", int64(len(started)))
	r.add("procs", int64(len(procs)))
}

func useTask(r *report, tasks map[trace.TaskID]bool, id trace.TaskID) {
	if id != trace.BackgroundTask && id != trace.NoTask && !tasks[id] {
		r.fault("task %d is used before it begins", id)
	}
}
