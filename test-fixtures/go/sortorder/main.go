// Sortorder sorts lines of numbers as Go's slices package does, which is not stable, and prints for
// each line where the numbers came from.
//
//	sortorder FILE
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
)

type element struct {
	key   int64
	place int
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for line := range strings.Lines(string(text)) {
		var elements []element
		for i, word := range strings.Fields(line) {
			key, err := strconv.ParseInt(word, 10, 64)
			if err != nil {
				log.Fatal(err)
			}
			elements = append(elements, element{key, i})
		}
		slices.SortFunc(elements, func(a, b element) int { return cmp.Compare(a.key, b.key) })
		for i, e := range elements {
			if i > 0 {
				out.WriteByte(' ')
			}
			fmt.Fprint(out, e.place)
		}
		out.WriteByte('\n')
	}
}
