// Bigtrace writes a trace of about as many events as it is told, of a program that does a bit of
// everything: channels, locks, new goroutines, sleeps, system calls, network, tasks and logs.
//
//	bigtrace EVENTS FILE
package main

import (
	"bufio"
	"context"
	"io"
	"log"
	"net"
	"os"
	"runtime/trace"
	"strconv"
	"sync"
	"time"
)

// Events that one round of all workers makes, as measured with Go 1.26.
const eventsPerRound = 771

func main() {
	events, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	out, err := os.Create(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	buffered := bufio.NewWriterSize(out, 1<<20)
	defer buffered.Flush()
	if err := trace.Start(buffered); err != nil {
		log.Fatal(err)
	}
	defer trace.Stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer listener.Close()
	go echo(listener)
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	for range events / eventsPerRound {
		round(connection)
	}
}

func round(connection net.Conn) {
	ctx, task := trace.NewTask(context.Background(), "round")
	defer task.End()
	var lock sync.Mutex
	var done sync.WaitGroup
	ping, pong := make(chan int), make(chan int)
	done.Go(func() {
		for n := range ping {
			pong <- n
		}
	})
	done.Go(func() {
		for n := range 60 {
			ping <- n
			<-pong
		}
		close(ping)
	})
	for i := range 40 {
		done.Go(func() {
			trace.WithRegion(ctx, "work", func() {
				lock.Lock()
				defer lock.Unlock()
				if i%20 == 0 {
					time.Sleep(time.Microsecond)
				}
			})
		})
	}
	buffer := make([]byte, 64)
	for range 10 {
		connection.Write(buffer)
		io.ReadFull(connection, buffer)
	}
	trace.Log(ctx, "round", "done")
	done.Wait()
}

func echo(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go io.Copy(connection, connection)
	}
}
