package markdown

import (
	"regexp"
	"strings"
)

// The blocks of Markdown that matter to finding questions. It is not a whole parser: text outside of questions is
// passed on as it stands.
type blockKind int

const (
	paragraphBlock blockKind = iota
	numberedBlock            // a paragraph that begins with "1." or "1\."
	headingBlock
	ruleBlock
	quoteBlock
	tableBlock
	taskBlock  // a list whose items all have a box
	listBlock  // an item of any other list, with what is nested in it
	otherBlock // fenced code, HTML comments
)

// block is lines start to end of the source, end excluded.
type block struct {
	kind       blockKind
	start, end int
}

var (
	fenceLine    = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	headingLine  = regexp.MustCompile(`^ {0,3}#{1,6}(?:\s|$)`)
	ruleLine     = regexp.MustCompile(`^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$`)
	setextLine   = regexp.MustCompile(`^ {0,3}(?:=+|-+)\s*$`)
	quoteLine    = regexp.MustCompile(`^ {0,3}>`)
	bulletLine   = regexp.MustCompile(`^ {0,3}[-*+](?:\s|$)`)
	numberedLine = regexp.MustCompile(`^ {0,3}\d{1,3}\\?[.)](?:\s|$)`)
	delimiterRow = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$`)
	taskLine     = regexp.MustCompile(`^( {0,3})(?:[-*+]|\d{1,3}[.)])\s+\[([ xX=])\](?:\s+(.*))?$`)
	// LiaScript's form of a choice, in a list or as lines on their own.
	doubleTaskLine = regexp.MustCompile(`^( {0,3})(?:[-*+]\s+)?\[\[([ xX])\]\](?:\s+(.*))?$`)
)

func blank(line string) bool { return strings.TrimSpace(line) == "" }

func isTask(line string) bool { return taskLine.MatchString(line) || doubleTaskLine.MatchString(line) }

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// scanBlocks finds the blocks of a source, in order; blank lines belong to none.
func scanBlocks(lines []string) []block {
	var blocks []block
	for at := 0; at < len(lines); {
		if blank(lines[at]) {
			at++
			continue
		}
		one := scanBlock(lines, at)
		blocks = append(blocks, one)
		at = one.end
	}
	return blocks
}

func scanBlock(lines []string, at int) block {
	line := lines[at]
	one := block{start: at, end: at + 1}
	switch {
	case fenceLine.MatchString(line):
		one.kind, one.end = otherBlock, fenceEnd(lines, at)
	case strings.HasPrefix(strings.TrimSpace(line), "<!--"):
		one.kind, one.end = otherBlock, commentEnd(lines, at)
	case headingLine.MatchString(line):
		one.kind = headingBlock
	case ruleLine.MatchString(line):
		one.kind = ruleBlock
	case quoteLine.MatchString(line):
		one.kind, one.end = quoteBlock, runEnd(lines, at, quoteLine.MatchString)
	case isTask(line):
		one.kind, one.end = taskBlock, listEnd(lines, at, isTask)
	case isTable(lines, at):
		one.kind = tableBlock
		one.end = runEnd(lines, at, func(s string) bool { return !blank(s) && strings.Contains(s, "|") })
	case bulletLine.MatchString(line):
		one.kind, one.end = listBlock, listEnd(lines, at, func(string) bool { return false })
	default:
		return scanParagraph(lines, at)
	}
	return one
}

func scanParagraph(lines []string, at int) block {
	one := block{start: at, end: at + 1}
	if numberedLine.MatchString(lines[at]) {
		one.kind = numberedBlock
	}
	for one.end < len(lines) && continues(lines, one.end) {
		one.end++
	}
	if one.end < len(lines) && setextLine.MatchString(lines[one.end]) {
		one.kind = headingBlock
		one.end++
	}
	return one
}

// runEnd takes in the lines that follow and are of the same sort.
func runEnd(lines []string, at int, same func(string) bool) int {
	end := at + 1
	for end < len(lines) && same(lines[end]) {
		end++
	}
	return end
}

func commentEnd(lines []string, at int) int {
	end := at + 1
	for end < len(lines) && !strings.Contains(lines[end-1], "-->") {
		end++
	}
	return end
}

func fenceEnd(lines []string, at int) int {
	mark := fenceLine.FindStringSubmatch(lines[at])[1]
	for end := at + 1; end < len(lines); end++ {
		if strings.HasPrefix(strings.TrimSpace(lines[end]), mark) {
			return end + 1
		}
	}
	return len(lines)
}

// listEnd takes in further items (as more says), what is indented under an item, lazy continuations of its paragraph,
// and blank lines between any of these.
func listEnd(lines []string, at int, more func(string) bool) int {
	inner := indent(lines[at]) + 2
	end := at + 1
	for next := at + 1; next < len(lines); next++ {
		line := lines[next]
		switch {
		case blank(line):
			continue
		case more(line) || indent(line) >= inner:
		case next == end && continues(lines, next):
		default:
			return end
		}
		end = next + 1
	}
	return end
}

func isTable(lines []string, at int) bool {
	return strings.Contains(lines[at], "|") && at+1 < len(lines) && strings.Contains(lines[at+1], "-") &&
		strings.Contains(lines[at+1], "|") && delimiterRow.MatchString(lines[at+1])
}

// continues reports whether a line goes on with the paragraph above it rather than beginning something else.
func continues(lines []string, at int) bool {
	line := lines[at]
	return !blank(line) && !fenceLine.MatchString(line) && !headingLine.MatchString(line) && !ruleLine.MatchString(line) &&
		!setextLine.MatchString(line) && !quoteLine.MatchString(line) && !bulletLine.MatchString(line) &&
		!numberedLine.MatchString(line) && !isTask(line) && !isTable(lines, at)
}
