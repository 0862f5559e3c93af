// Readspeed reads a trace with Go's own reader, golang.org/x/exp/trace, and touches kind, time and
// goroutine of each event. It prints a line for each round: milliseconds, those of processor time,
// events, a sum of what it touched, and the most memory that the process had, in KiB.
//
//	readspeed FILE [ROUNDS]
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/exp/trace"
)

func main() {
	rounds := 1
	if len(os.Args) > 2 {
		rounds, _ = strconv.Atoi(os.Args[2])
	}
	for range rounds {
		begin, processorBegin := time.Now(), processorTime()
		events, sum := read(os.Args[1])
		fmt.Printf("%d ms, %d ms cpu, %d events, sum %d, %s KiB\n",
			time.Since(begin).Milliseconds(), (processorTime() - processorBegin).Milliseconds(),
			events, sum, peakMemory())
	}
}

func read(path string) (events, sum int64) {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	reader, err := trace.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		log.Fatal(err)
	}
	for {
		event, err := reader.ReadEvent()
		if err == io.EOF {
			return events, sum
		}
		if err != nil {
			log.Fatal(err)
		}
		events++
		sum += int64(event.Time()) + int64(event.Goroutine())
		if event.Kind() == trace.EventStateTransition {
			sum++
		}
	}
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func peakMemory() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "?"
	}
	for line := range strings.Lines(string(status)) {
		if after, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.Fields(after)[0]
		}
	}
	return "?"
}
