// Shop traces a server in which requests wait for a lock, whose owner waits for a slow partner.
//
//	shop FILE
//
// It prints how long the slowest request waited for the lock, in nanoseconds.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime/trace"
	"sync"
	"time"
)

const (
	customers = 10
	purchases = 20
	// The partner is slow when asked for this one.
	slowPurchase = 10
	slow         = 300 * time.Millisecond
)

var shelf struct {
	sync.Mutex
	sold int
}

var longest struct {
	sync.Mutex
	wait time.Duration
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: shop FILE")
	}
	out, err := os.Create(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	partner := listen()
	go answer(partner)
	shop := listen()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, buy(partner.Addr(), r.URL.Path))
	})}
	server.SetKeepAlivesEnabled(false) // A goroutine for each request, as behind a proxy.
	go server.Serve(shop)

	if err := trace.Start(out); err != nil {
		log.Fatal(err)
	}
	var done sync.WaitGroup
	for c := range customers {
		done.Go(func() {
			for p := range purchases {
				get(fmt.Sprintf("http://%s/%d/%d", shop.Addr(), c, p))
			}
		})
	}
	done.Wait()
	trace.Stop()
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(longest.wait.Nanoseconds())
}

// buy takes something from the shelf, and asks the partner for its price.
func buy(partner net.Addr, what string) int {
	begin := time.Now()
	shelf.Lock()
	defer shelf.Unlock()
	waited(time.Since(begin))
	shelf.sold++
	return ask(partner, what == fmt.Sprintf("/0/%d", slowPurchase))
}

func waited(wait time.Duration) {
	longest.Lock()
	defer longest.Unlock()
	longest.wait = max(longest.wait, wait)
}

// ask wants to know a price, which takes the partner long at times.
func ask(partner net.Addr, long bool) int {
	connection, err := net.Dial(partner.Network(), partner.String())
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	question := []byte{0}
	if long {
		question[0] = 1
	}
	if _, err := connection.Write(question); err != nil {
		log.Fatal(err)
	}
	price := make([]byte, 1)
	if _, err := io.ReadFull(connection, price); err != nil {
		log.Fatal(err)
	}
	return int(price[0])
}

func answer(partner net.Listener) {
	for {
		connection, err := partner.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			question := make([]byte, 1)
			if _, err := io.ReadFull(connection, question); err != nil {
				log.Fatal(err)
			}
			if question[0] == 1 {
				time.Sleep(slow)
			}
			connection.Write([]byte{42})
		}()
	}
}

func get(page string) {
	response, err := http.Get(page)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		log.Fatal(err)
	}
}

func listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return listener
}
