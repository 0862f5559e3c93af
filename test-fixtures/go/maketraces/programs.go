package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// serve answers requests of its own over HTTP.
func serve() {
	listener := listen()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, task := trace.NewTask(r.Context(), "request")
		defer task.End()
		trace.WithRegion(ctx, "answer", func() { fmt.Fprintln(w, r.URL.Path) })
	})}
	go server.Serve(listener)
	defer server.Close()
	for i := range 50 {
		response, err := http.Get(fmt.Sprintf("http://%s/%d", listener.Addr(), i))
		if err != nil {
			log.Fatal(err)
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
}

// channels passes numbers through a pipeline under a lock, with collections in between.
func channels() {
	var lock sync.Mutex
	var done sync.WaitGroup
	sum := 0
	work := make(chan int)
	for range 4 {
		done.Go(func() {
			for n := range work {
				lock.Lock()
				sum += n
				lock.Unlock()
			}
		})
	}
	for n := range 2000 {
		work <- n
		if n%500 == 0 {
			runtime.GC()
		}
	}
	close(work)
	done.Wait()
}

// annotate nests tasks and regions and logs texts of all kinds.
func annotate() {
	texts := []string{
		"plain", "", "é → 日本語 😀", strings.Repeat("long ", 500), strings.Repeat("é", 700),
		"tab\t, quote \", backslash \\, zero \x00, not UTF-8 \xff\xc3, \u200b\u00ad",
	}
	var done sync.WaitGroup
	for i := range 40 {
		done.Go(func() {
			ctx, task := trace.NewTask(context.Background(), fmt.Sprintf("task %d é", i%7))
			defer task.End()
			trace.WithRegion(ctx, "outer", func() {
				child, task := trace.NewTask(ctx, "child")
				defer task.End()
				defer trace.StartRegion(child, "inner").End()
				for j, text := range texts {
					trace.Log(child, texts[(i+j)%len(texts)], text)
				}
				time.Sleep(time.Millisecond)
				trace.Logf(ctx, "sku", "%d", i)
			})
		})
	}
	done.Wait()
}

// network sends bytes to and fro over TCP.
func network() {
	listener := listen()
	defer listener.Close()
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				io.Copy(c, c)
			}()
		}
	}()
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			c, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				log.Fatal(err)
			}
			defer c.Close()
			buffer := make([]byte, 16)
			for range 100 {
				c.Write(buffer)
				io.ReadFull(c, buffer)
			}
		})
	}
	done.Wait()
}

// profile samples the processor while the trace runs.
func profile() func() {
	if err := pprof.StartCPUProfile(io.Discard); err != nil {
		log.Fatal(err)
	}
	return pprof.StopCPUProfile
}

func burn() {
	var done sync.WaitGroup
	var sum atomic.Uint64
	for range 4 {
		done.Go(func() {
			for end := time.Now().Add(200 * time.Millisecond); time.Now().Before(end); {
				n := uint64(1)
				for range 1 << 16 {
					n = n*6364136223846793005 + 1442695040888963407
				}
				sum.Add(n)
				runtime.Gosched()
			}
		})
	}
	// Nothing here allocates enough to be collected, and readers have rules about collections.
	runtime.GC()
	done.Wait()
}

// threads ties goroutines to threads, calls the system, and changes the number of procs.
func threads() {
	var done sync.WaitGroup
	before := runtime.GOMAXPROCS(0)
	for i := range 8 {
		done.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for range 50 {
				if file, err := os.Open(os.DevNull); err == nil {
					file.Read(make([]byte, 1))
					file.Close()
				}
				time.Sleep(10 * time.Microsecond)
			}
			runtime.GOMAXPROCS(1 + i)
		})
	}
	done.Wait()
	runtime.GOMAXPROCS(before)
}

// oneProc leaves one proc only: before the trace, so that this has never seen another.
func oneProc() func() {
	before := runtime.GOMAXPROCS(1)
	return func() { runtime.GOMAXPROCS(before) }
}

// hog keeps the only proc while 50 others could run.
func hog() {
	var done sync.WaitGroup
	done.Add(1)
	go spin(&done)
	done.Wait()
}

// spun keeps spin's loop from being left out.
var spun atomic.Uint64

func spin(done *sync.WaitGroup) {
	for range 50 {
		done.Go(func() {})
	}
	n := uint64(1)
	for range 1 << 28 { // Without a call, so that nothing can take the proc away.
		// Long enough to be severe on a fast machine, too: some 0.3 s.
		n = n*6364136223846793005 + 1442695040888963407
	}
	spun.Store(n)
	done.Done()
}

// manyGoroutines has 20,000 of them at a time: what is quadratic shows, and Go prints it in a second.
func manyGoroutines() {
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	for range 20_000 {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-gate
		})
	}
	ready.Wait()
	close(gate)
	done.Wait()
}

// coroutines pulls from iterators, which switches goroutines without the scheduler.
func coroutines() {
	numbers := func(yield func(int) bool) {
		for i := range 500 {
			if !yield(i) {
				return
			}
		}
	}
	for range 5 {
		next, stop := iter.Pull(iter.Seq[int](numbers))
		for _, ok := next(); ok; _, ok = next() {
		}
		stop()
		next, stop = iter.Pull(iter.Seq[int](numbers))
		next()
		stop()
	}
}

// keepCollecting has a collection running when the trace begins.
func keepCollecting() func() {
	var stop atomic.Bool
	var done sync.WaitGroup
	done.Go(func() {
		for !stop.Load() {
			runtime.GC()
		}
	})
	done.Go(func() {
		var keep [][]byte
		for !stop.Load() {
			keep = append(keep, make([]byte, 1<<14))
			if len(keep) > 1000 {
				keep = nil
			}
		}
	})
	return func() {
		stop.Store(true)
		done.Wait()
	}
}

func garbage() {
	for end := time.Now().Add(40 * time.Millisecond); time.Now().Before(end); {
		trace.WithRegion(context.Background(), "garbage", func() { runtime.Gosched() })
		time.Sleep(100 * time.Microsecond)
	}
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return listener
}
