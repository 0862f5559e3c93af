// Judge reads traces with golang.org/x/exp/trace, any number of them in one process.
//
// Each trace comes on standard input after its length, as 4 bytes, the highest first. For each one, two blocks go to standard
// output, each after its length in the same form: the text of all events before the first fault, as "go tool trace -d=parsed"
// prints it, and the fault, which is empty if there is none.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"golang.org/x/exp/trace"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for {
		data, err := readBlock(in)
		if err == io.EOF {
			return
		}
		check(err)
		text, fault := judge(data)
		check(writeBlock(out, text))
		check(writeBlock(out, []byte(fault)))
		check(out.Flush())
	}
}

// judge answers with a fault where the reader panics, too: it does so when an event refers to a string or stack that is not there.
func judge(data []byte) (text []byte, fault string) {
	var b bytes.Buffer
	defer func() {
		if p := recover(); p != nil {
			text, fault = b.Bytes(), fmt.Sprint("panic: ", p)
		}
	}()
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err.Error()
	}
	for {
		ev, err := r.ReadEvent()
		if err == io.EOF {
			return b.Bytes(), ""
		}
		if err != nil {
			return b.Bytes(), err.Error()
		}
		fmt.Fprintln(&b, ev.String())
	}
}

func readBlock(r io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	data := make([]byte, binary.BigEndian.Uint32(length[:]))
	_, err := io.ReadFull(r, data)
	return data, err
}

func writeBlock(w io.Writer, data []byte) error {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(data)))
	if _, err := w.Write(length[:]); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
