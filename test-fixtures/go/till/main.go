// Till traces two clerks who share a till: one keeps its lock while it waits for the bank, and the
// other waits for the lock. Meanwhile an order is added up, with a profile of the processor, and
// the garbage is collected.
//
//	till FILE
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"sync"
	"time"
)

const bank = 30 * time.Millisecond

var till sync.Mutex

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: till FILE")
	}
	out, err := os.Create(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := pprof.StartCPUProfile(io.Discard); err != nil {
		log.Fatal(err)
	}
	if err := trace.Start(out); err != nil {
		log.Fatal(err)
	}
	var clerks sync.WaitGroup
	clerks.Go(func() { card("order 1") })
	time.Sleep(time.Millisecond)
	clerks.Go(func() { cash("order 2") })
	sum := addUp()
	runtime.GC()
	clerks.Wait()
	trace.Stop()
	pprof.StopCPUProfile()
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum)
}

// card pays through the bank, with the lock held.
func card(order string) {
	ctx, task := trace.NewTask(context.Background(), "card")
	defer task.End()
	trace.Log(ctx, "order", order)
	till.Lock()
	defer till.Unlock()
	defer trace.StartRegion(ctx, "bank").End()
	time.Sleep(bank)
}

// cash needs no bank, but the till.
func cash(order string) {
	ctx, task := trace.NewTask(context.Background(), "cash")
	defer task.End()
	trace.Log(ctx, "order", order)
	till.Lock()
	defer till.Unlock()
}

// addUp keeps a processor busy for three samples of the profile.
func addUp() int {
	sum := 0
	for begin := time.Now(); time.Since(begin) < 45*time.Millisecond; {
		for i := range 1_000_000 {
			sum += i ^ sum
		}
	}
	return sum
}
