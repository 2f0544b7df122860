package translation

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The names of a unit stand in a PO file as its context, since two units may have the same source. The number of its target
// is the line of its reference: tools carry references along unread.
const (
	originalField = "X-Original"
	fromField     = "X-Source-Language"
	toField       = "Language"
)

func writePO(w io.Writer, d Document) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "msgid \"\"\nmsgstr \"\"\n")
	for _, field := range [][2]string{
		{"Project-Id-Version", d.Original},
		{originalField, d.Original},
		{fromField, d.From},
		{toField, d.To},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=UTF-8"},
		{"Content-Transfer-Encoding", "8bit"},
	} {
		fmt.Fprintln(out, quoted(field[0]+": "+field[1]+"\n"))
	}
	for _, unit := range d.Units {
		writeEntry(out, unit)
	}
	return out.Flush()
}

func writeEntry(out io.Writer, u Unit) {
	fmt.Fprintln(out)
	if u.Where != "" {
		fmt.Fprintln(out, "#. "+strings.ReplaceAll(u.Where, "\n", "\n#. "))
	}
	fmt.Fprintf(out, "#: %s:%d\n", u.Name, u.Base)
	if u.Stale {
		fmt.Fprintln(out, "#, fuzzy")
		if u.Previous != "" {
			fmt.Fprint(out, "#| msgid ", strings.Join(quotedLines(u.Previous), "\n#| "), "\n")
		}
	}
	for _, part := range [][2]string{{"msgctxt", u.Name}, {"msgid", u.Source}, {"msgstr", u.Target}} {
		fmt.Fprintln(out, part[0], strings.Join(quotedLines(part[1]), "\n"))
	}
}

// quotedLines are a text as PO has it: one line in one, more lines below an empty one.
func quotedLines(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if len(lines) > 1 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	var all []string
	if len(lines) > 1 {
		all = append(all, `""`)
	}
	for _, line := range lines {
		all = append(all, quoted(line))
	}
	return all
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)

func quoted(text string) string { return `"` + escapes.Replace(text) + `"` }

// readPO reads a file of gettext as its manual describes it ("The Format of PO Files"). Obsolete entries (#~) and plural forms,
// of which Write makes none, are passed over and refused.
func readPO(text string) (Document, error) {
	var r poReader
	for line := range strings.Lines(text) {
		r.line++
		if err := r.read(strings.TrimSpace(line)); err != nil {
			return Document{}, err
		}
	}
	if err := r.end(); err != nil {
		return Document{}, err
	}
	if r.doc.Original == "" || r.doc.To == "" {
		return Document{}, &Malformed{Line: 1, Why: "it does not say what it is of, or in which language"}
	}
	return r.doc, nil
}

// poReader gathers an entry line by line.
type poReader struct {
	doc   Document
	line  int
	entry poEntry
}

type poEntry struct {
	parts map[string]*strings.Builder // by keyword
	open  *strings.Builder            // what a line without a keyword goes on with
	base  int
	fuzzy bool
}

func (r *poReader) read(line string) error {
	keyword, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || strings.HasPrefix(line, "#~"):
		return nil
	case strings.HasPrefix(line, "#"):
		return r.remark(keyword, rest)
	case strings.HasPrefix(line, `"`):
		return r.goOn(line)
	case keyword == "msgctxt", keyword == "msgid" && r.entry.parts["msgctxt"] == nil:
		if err := r.end(); err != nil {
			return err
		}
		return r.begin(keyword, rest)
	case keyword == "msgid", keyword == "msgstr":
		return r.begin(keyword, rest)
	}
	return &Malformed{Line: r.line, Why: "unknown: " + keyword}
}

// remark is a line that begins with #. It belongs to the entry after it.
func (r *poReader) remark(kind, rest string) error {
	if r.entry.parts["msgstr"] != nil {
		if err := r.end(); err != nil {
			return err
		}
	}
	switch kind {
	case "#,":
		r.entry.fuzzy = r.entry.fuzzy || strings.Contains(rest, "fuzzy")
	case "#:":
		if at := strings.LastIndexByte(rest, ':'); at >= 0 {
			if number, err := strconv.ParseUint(rest[at+1:], 10, 31); err == nil {
				r.entry.base = int(number) + 1 // so that 0 stands for none
			}
		}
	}
	return nil
}

func (r *poReader) begin(keyword, rest string) error {
	if r.entry.parts[keyword] != nil {
		return &Malformed{Line: r.line, Why: "a second " + keyword}
	}
	if r.entry.parts == nil {
		r.entry.parts = map[string]*strings.Builder{}
	}
	r.entry.open = &strings.Builder{}
	r.entry.parts[keyword] = r.entry.open
	return r.goOn(strings.TrimSpace(rest))
}

func (r *poReader) goOn(literal string) error {
	text, ok := unquoted(literal)
	if !ok || r.entry.open == nil {
		return &Malformed{Line: r.line, Why: "text between quotation marks is expected"}
	}
	r.entry.open.WriteString(text)
	return nil
}

// end takes the entry that was gathered.
func (r *poReader) end() error {
	entry := r.entry
	r.entry = poEntry{}
	if entry.parts == nil {
		r.entry = entry // remarks alone
		return nil
	}
	part := func(keyword string) string {
		if built := entry.parts[keyword]; built != nil {
			return built.String()
		}
		return ""
	}
	name, source, target := part("msgctxt"), part("msgid"), part("msgstr")
	switch {
	case entry.parts["msgstr"] == nil || entry.parts["msgid"] == nil:
		return &Malformed{Line: r.line, Why: "an entry without its msgid or msgstr"}
	case name == "" && source == "":
		r.header(target)
		return nil
	case len(r.doc.Units) == MaxUnits:
		return &Malformed{Line: r.line, Why: "too many entries"}
	}
	r.doc.Units = append(r.doc.Units, Unit{Name: name, Base: entry.base - 1, Source: source, Target: target, Stale: entry.fuzzy})
	return nil
}

func (r *poReader) header(text string) {
	fields := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		name, value, _ := strings.Cut(line, ":")
		fields[name] = strings.TrimSpace(value)
	}
	r.doc.From, r.doc.To = fields[fromField], strings.ReplaceAll(fields[toField], "_", "-")
	r.doc.Original = cmp.Or(fields[originalField], fields["Project-Id-Version"])
}

// unquoted reads a text between quotation marks, with the escapes of C that have a meaning in PO.
func unquoted(literal string) (string, bool) {
	if len(literal) < 2 || literal[0] != '"' || literal[len(literal)-1] != '"' {
		return "", false
	}
	inner := literal[1 : len(literal)-1]
	var b strings.Builder
	for i := 0; i < len(inner); i++ {
		if inner[i] == '"' {
			return "", false
		}
		if inner[i] != '\\' {
			b.WriteByte(inner[i])
			continue
		}
		if i++; i == len(inner) {
			return "", false
		}
		at := strings.IndexByte(`ntr"\`, inner[i])
		if at < 0 {
			return "", false
		}
		b.WriteByte("\n\t\r\"\\"[at])
	}
	return b.String(), true
}
