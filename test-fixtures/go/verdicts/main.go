// Verdicts reads many small traces with Go's own reader and says of each what came of it.
//
// Standard input is one input after the other: its length in four bytes, big-endian, then the bytes.
// Standard output has a line for each: the number of events, "ok", "error" or "panic", and a hash of
// the events' text. A panic is Go's own: its String method trusts some numbers that its reader does
// not check.
//
// The text of an event that ends a stop of the world is left out of the hash. If the stop began in an
// earlier generation, Go looks its reason up in the wrong table.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"os"
	"strings"

	"golang.org/x/exp/trace"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	for {
		var size uint32
		if err := binary.Read(in, binary.BigEndian, &size); err == io.EOF {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(in, data); err != nil {
			log.Fatal(err)
		}
		events, verdict, hash := judge(data)
		fmt.Printf("%d %s %x\n", events, verdict, hash)
	}
}

func judge(data []byte) (events int, verdict string, hash uint64) {
	sum := fnv.New64a()
	defer func() {
		if recover() != nil {
			verdict = "panic"
		}
		hash = sum.Sum64()
	}()
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		return 0, "error", 0
	}
	for {
		e, err := r.ReadEvent()
		if err == io.EOF {
			return events, "ok", 0
		}
		if err != nil {
			return events, "error", 0
		}
		text := e.String()
		events++
		if e.Kind() == trace.EventRangeEnd && strings.HasPrefix(e.Range().Name, "stop-the-world") {
			continue
		}
		io.WriteString(sum, text)
		io.WriteString(sum, "\n")
	}
}
