// Command printable lists the characters that strconv.Quote leaves as they are, as the ranges of
// code points that the converter's resource printable.txt holds.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"unicode"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	first := rune(-1)
	for r := rune(0); r <= unicode.MaxRune+1; r++ {
		printable := r <= unicode.MaxRune && strconv.IsPrint(r)
		switch {
		case printable && first < 0:
			first = r
		case !printable && first >= 0:
			fmt.Fprintf(out, "%x-%x\n", first, r-1)
			first = -1
		}
	}
}
