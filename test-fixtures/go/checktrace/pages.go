package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

var (
	addressOf = regexp.MustCompile(`http://[^\s/]+`)
	linkOf    = regexp.MustCompile(`(?:href|src)="([^"]+)"`)
)

// A few of each kind are enough: there can be a page for each of thousands of tasks and goroutines.
const pagesPerPath = 12

// checkPages reads each page that "go tool trace" links. Its statuses say little: errors of the timeline are
// logged and answered with 200 and nothing, and unknown paths with the main page. So bodies are checked.
func checkPages(path string, r *report) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "tool", "trace", "-http=127.0.0.1:0", path)
	// The tool opens a browser if it can.
	cmd.Env = append(cmd.Environ(), "BROWSER=true")
	// "go tool" starts the tool as its child, which keeps the pipe open after the kill.
	cmd.WaitDelay = time.Second
	stderr, err := cmd.StderrPipe()
	if err != nil {
		r.fault("%v", err)
		return
	}
	if err := cmd.Start(); err != nil {
		r.fault("%v", err)
		return
	}
	base := make(chan string, 1)
	log := make(chan string, 1000)
	go func() {
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			if address := addressOf.FindString(lines.Text()); address != "" {
				base <- address
			} else {
				log <- lines.Text()
			}
		}
		close(base)
	}()
	address, ok := <-base
	if !ok {
		for len(log) > 0 {
			r.fault("go tool trace: %s", <-log)
		}
		r.fault("go tool trace did not serve")
		return
	}
	c := &crawler{base: address, r: r, seen: map[string]bool{}, perPath: map[string]int{}}
	c.visit("/")
	for _, page := range []string{"/io?raw=1", "/block?raw=1", "/syscall?raw=1", "/sched?raw=1",
		"/mmu?mode=plot", "/mmu?mode=plot&flags=mut%7Cperproc", "/jsontrace?view=proc", "/jsontrace?view=thread"} {
		c.visit(page)
	}
	for len(log) > 0 {
		line := <-log
		if strings.Contains(line, "rror") || strings.Contains(line, "panic") {
			r.fault("go tool trace logs: %s", line)
		}
	}
}

type crawler struct {
	base    string
	r       *report
	seen    map[string]bool
	perPath map[string]int
}

func (c *crawler) visit(link string) {
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() || strings.HasPrefix(link, "//") || strings.HasPrefix(u.Path, "/static/") || c.seen[link] {
		return
	}
	c.seen[link] = true
	if c.perPath[u.Path]++; c.perPath[u.Path] > pagesPerPath {
		return
	}
	// The pictures of profiles need graphviz; their data does not.
	if svg := u.Path == "/io" || u.Path == "/block" || u.Path == "/syscall" || u.Path == "/sched" ||
		u.Path == "/regionio" || u.Path == "/regionblock" || u.Path == "/regionsyscall" || u.Path == "/regionsched"; svg {
		q := u.Query()
		q.Set("raw", "1")
		u.RawQuery = q.Encode()
	}
	resp, err := http.Get(c.base + u.String())
	if err != nil {
		c.r.fault("%s: %v", u, err)
		return
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		c.r.fault("%s: %v", u, err)
	case resp.StatusCode != http.StatusOK:
		c.r.fault("%s: status %d: %.200s", u, resp.StatusCode, body)
	case len(body) == 0:
		c.r.fault("%s: empty", u)
	}
	c.r.add("page."+u.Path, 1)
	c.r.add("bytes."+u.Path, int64(len(body)))
	isHTML := strings.HasPrefix(http.DetectContentType(body), "text/html")
	switch {
	case u.Path == "/jsontrace":
		var view struct {
			TraceEvents []json.RawMessage `json:"traceEvents"`
		}
		if err := json.Unmarshal(body, &view); err != nil {
			c.r.fault("%s: no JSON: %v", u, err)
		} else if len(view.TraceEvents) == 0 {
			c.r.fault("%s: no events", u)
		}
		c.r.add("timeline."+u.Query().Get("view"), int64(len(view.TraceEvents)))
	case u.Path == "/mmu" && u.Query().Get("mode") == "plot":
		var plot map[string]any
		if err := json.Unmarshal(body, &plot); err != nil {
			c.r.fault("%s: no JSON: %v", u, err)
		}
	case isHTML:
		text := string(body)
		for _, word := range []string{"panic:", "Error:", "error:", "failed to"} {
			if strings.Contains(text, word) && u.Path != "/trace" {
				c.r.fault("%s: says %q", u, word)
			}
		}
		for _, m := range linkOf.FindAllStringSubmatch(text, -1) {
			next := html.UnescapeString(m[1])
			ref, err := url.Parse(next)
			if err != nil {
				c.r.fault("%s: bad link %q", u, next)
				continue
			}
			if ref.IsAbs() || strings.HasPrefix(next, "#") {
				continue
			}
			c.visit(u.ResolveReference(ref).String())
			if ref.Path == "/trace" {
				c.visit(fmt.Sprintf("/jsontrace?%s", ref.RawQuery))
			}
		}
	}
}
