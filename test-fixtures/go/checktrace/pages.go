package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	addressOf = regexp.MustCompile(`http://[^\s/]+`)
	linkOf    = regexp.MustCompile(`(?:href|src)="([^"]+)"`)
)

const mainTitle = "the Go trace event viewer</h1>"

var profilePages = map[string]bool{
	"/io": true, "/block": true, "/syscall": true, "/sched": true,
	"/regionio": true, "/regionblock": true, "/regionsyscall": true, "/regionsched": true,
}

// Pages that are tables, with the name and the count in their rows.
var rowsOf = map[string]struct {
	what    string
	pattern *regexp.Regexp
}{
	"/goroutines":  {"goroutines", regexp.MustCompile(`href="/goroutine\?name=([^"&]*)"[^\n]*\s*<td>(\d+)</td>`)},
	"/usertasks":   {"tasks", regexp.MustCompile(`href="/usertask\?type=([^"&]*)">(\d+)</a>`)},
	"/userregions": {"regions", regexp.MustCompile(`href="/userregion\?type=([^"&]*)&[^"]*">(\d+)</a>`)},
}

// A few of each kind are enough: there can be a page for each of thousands of tasks and goroutines.
const pagesPerKind = 8

// checkPages reads each page that "go tool trace" links. Its statuses say little: errors of the timeline are
// logged and answered with 200 and nothing, and unknown paths with the main page. So bodies are checked.
// The timelines of the goroutines with these ids are read too.
func checkPages(path string, goroutines []string, r *report) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// The tool itself: "go tool" would start it as its child, which outlives the kill. It is built when it is
	// first used (and complains of -h), and -n says where it is then.
	_ = exec.Command("go", "tool", "trace", "-h").Run()
	tool, err := exec.Command("go", "tool", "-n", "trace").Output()
	if err != nil {
		r.fault("go tool -n trace: %v", err)
		return
	}
	cmd := exec.CommandContext(ctx, strings.TrimSpace(string(tool)), "-http=127.0.0.1:0", path)
	// The tool opens a browser if it can.
	cmd.Env = append(cmd.Environ(), "BROWSER=true")
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
	// Not before it has ended may this program end, else it would be left behind.
	defer func() {
		cancel()
		_ = cmd.Wait()
	}()
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
	c := &crawler{base: address, r: r, seen: map[string]bool{}, perKind: map[string]int{}}
	pages := []string{"/", "/io?raw=1", "/block?raw=1", "/syscall?raw=1", "/sched?raw=1",
		"/mmu?mode=plot", "/mmu?mode=plot&flags=mut%7Cperproc", "/jsontrace?view=proc", "/jsontrace?view=thread"}
	for _, id := range goroutines {
		pages = append(pages, "/trace?goid="+id, "/jsontrace?goid="+id)
	}
	for _, page := range pages {
		u, err := url.Parse(page)
		if err != nil {
			r.fault("%s: %v", page, err)
		} else if !c.seen[page] {
			c.read(page, u)
		}
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
	perKind map[string]int
}

// visit reads a page that another one links, unless enough of its kind were read.
func (c *crawler) visit(link string) {
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() || strings.HasPrefix(link, "//") || strings.HasPrefix(u.Path, "/static/") || c.seen[link] {
		return
	}
	if kind := kindOf(u); c.perKind[kind] < pagesPerKind {
		c.perKind[kind]++
		c.read(link, u)
	}
}

// kindOf is the path with the names of its parameters.
func kindOf(u *url.URL) string {
	names := slices.Sorted(maps.Keys(u.Query()))
	return u.Path + "?" + strings.Join(names, "&")
}

func (c *crawler) read(link string, u *url.URL) {
	c.seen[link] = true
	// The pictures of profiles need graphviz; their data does not.
	profile := profilePages[u.Path]
	if profile {
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
	c.r.add("page "+u.Path, 1)
	switch {
	case profile:
		c.profile(u, body)
	case u.Path == "/jsontrace":
		c.timeline(u, body)
	case u.Path == "/mmu" && u.Query().Get("mode") == "plot":
		c.plot(u, body)
	case u.Path == "/mmu", u.Path == "/trace":
		// Their scripts fetch the rest, and hold the words that they would say of errors.
		c.follow(u, string(body))
	default:
		c.table(u, string(body))
		c.follow(u, string(body))
	}
}

// profile counts the samples: the messages of field 2 in pprof's format.
func (c *crawler) profile(u *url.URL, body []byte) {
	zipped, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		c.r.fault("%s: no profile: %v: %.200s", u, err, body)
		return
	}
	data, err := io.ReadAll(zipped)
	if err != nil {
		c.r.fault("%s: no profile: %v", u, err)
		return
	}
	samples := int64(0)
	for len(data) > 0 {
		key, n := binary.Uvarint(data)
		value, m := binary.Uvarint(data[max(n, 0):])
		if n <= 0 || m <= 0 {
			c.r.fault("%s: no profile: bad number", u)
			return
		}
		data = data[n+m:]
		if key&7 == 2 {
			if value > uint64(len(data)) {
				c.r.fault("%s: no profile: cut off", u)
				return
			}
			data = data[value:]
		}
		if key == 2<<3|2 {
			samples++
		}
	}
	if q := u.Query(); len(q) == 1 {
		c.r.add("samples "+u.Path, samples)
	} else {
		c.r.add("samples of groups "+u.Path, samples)
	}
}

// timeline counts what is drawn; names of rows and the like are not.
func (c *crawler) timeline(u *url.URL, body []byte) {
	var view struct {
		TraceEvents []struct {
			Phase string `json:"ph"`
		} `json:"traceEvents"`
	}
	if err := json.Unmarshal(body, &view); err != nil {
		c.r.fault("%s: no JSON: %v", u, err)
		return
	}
	drawn := int64(0)
	for _, event := range view.TraceEvents {
		if event.Phase != "M" {
			drawn++
		}
	}
	if drawn == 0 {
		c.r.fault("%s: no events", u)
	}
	q := u.Query()
	switch {
	case q.Has("view"):
		c.r.add("timeline "+q.Get("view"), drawn)
	case q.Has("goid"):
		c.r.add("timeline of goroutine "+q.Get("goid"), drawn)
	default:
		c.r.add("timelines of tasks", drawn)
	}
}

func (c *crawler) plot(u *url.URL, body []byte) {
	var plot struct {
		Curve [][2]float64 `json:"curve"`
	}
	if err := json.Unmarshal(body, &plot); err != nil {
		c.r.fault("%s: no JSON: %v", u, err)
	} else if len(plot.Curve) == 0 {
		c.r.fault("%s: no points", u)
	}
	c.r.add("points of mmu", int64(len(plot.Curve)))
}

// table reads the rows of the pages that list goroutines, tasks and regions by name.
func (c *crawler) table(u *url.URL, text string) {
	if u.Path != "/" && strings.Contains(text, mainTitle) {
		c.r.fault("%s: no such page", u)
	}
	for _, word := range []string{"panic:", "Error:", "error:", "failed to"} {
		if strings.Contains(text, word) {
			c.r.fault("%s: says %q", u, word)
		}
	}
	row, ok := rowsOf[u.Path]
	if !ok {
		return
	}
	for _, m := range row.pattern.FindAllStringSubmatch(text, -1) {
		name, err := url.QueryUnescape(html.UnescapeString(m[1]))
		count, err2 := strconv.ParseInt(m[2], 10, 64)
		if err != nil || err2 != nil {
			c.r.fault("%s: row %q", u, m[0])
			continue
		}
		c.r.add(row.what+" "+name, count)
	}
}

// follow visits what a page links.
func (c *crawler) follow(u *url.URL, text string) {
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
