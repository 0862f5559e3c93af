// Overheadserver is the Go side of the overhead benchmark: the same work for each request as the server in Java,
// with Go's execution tracer off or on.
//
//	GET /work    the request that is measured
//	GET /mode    ?to=off|trace sets what is recorded from now on
//	GET /cpu     CPU time of the process so far, in nanoseconds
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/trace"
	"strconv"
	"syscall"
)

type item struct {
	Name  string  `json:"name"`
	Count int     `json:"count"`
	Price float64 `json:"price"`
}

type answer struct {
	Digest string `json:"digest"`
	Items  []item `json:"items"`
}

func work(rounds int) []byte {
	data := make([]byte, 1024)
	for i := range data {
		data[i] = byte(i)
	}
	var sum [32]byte
	for i := 0; i < rounds; i++ {
		sum = sha256.Sum256(data)
		copy(data, sum[:])
	}
	a := answer{Digest: hex.EncodeToString(sum[:])}
	for i := 0; i < 20; i++ {
		a.Items = append(a.Items, item{"item " + strconv.Itoa(i), i * int(sum[i]), float64(sum[i]) / 3})
	}
	body, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	return body
}

func cpu() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}

func main() {
	rounds, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	tracing := false
	http.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		w.Write(work(rounds))
	})
	http.HandleFunc("/cpu", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, cpu())
	})
	http.HandleFunc("/mode", func(w http.ResponseWriter, r *http.Request) {
		if tracing {
			trace.Stop()
			tracing = false
		}
		if r.URL.Query().Get("to") == "trace" {
			// Where it goes must not be what is measured.
			if err := trace.Start(io.Discard); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			tracing = true
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
