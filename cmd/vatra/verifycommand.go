package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"vatra/assessment/exam"
	"vatra/cmd/vatra/serve"
)

// verifyCommand is `vatra verify`.
type verifyCommand struct {
	Files []string `arg:"" name:"receipt-file" help:"Files with receipts of answers in them, or - for the standard input."`
	Key   string   `help:"The public key of the site, as its page for checking receipts shows it: then only signatures are checked, and no database is needed."`
	JSON  bool     `name:"json" help:"Tell it as JSON, one object a receipt."`
}

// Help tells what is checked, and the exit codes.
func (verifyCommand) Help() string {
	return "Each receipt is checked by its signature, and held beside the journal of the site's answers.\n\n" +
		"Exit codes: 0 every receipt is genuine and the journal agrees; 1 something could not be checked; " +
		"2 the command line was not understood; 3 a receipt is not genuine, or the journal does not agree."
}

const (
	maxReceiptFile = 16 << 20 // bytes
	doesNotHold    = 3        // exit code
)

// checker says what there is to say of receipts.
type checker func(ctx context.Context, receipts []string) ([]exam.Testimony, error)

// Run checks the receipts in every file.
func (c verifyCommand) Run(ctx context.Context, s *settings, screen console) error {
	if c.Key != "" {
		key, err := exam.ParseReceiptKey(c.Key)
		if err != nil {
			return err
		}
		return c.each(ctx, screen, bySignature(key))
	}
	conf, err := s.config()
	if err != nil {
		return err
	}
	has, where, err := serve.HasDatabase(conf)
	if err != nil {
		return err
	}
	if !has {
		return fmt.Errorf("there is no database in %s, and without --key the receipts are held beside it", where)
	}
	return onParts(ctx, s, screen, func(p *serve.Parts) error { return c.each(ctx, screen, p.Quizzes.Testify) })
}

// bySignature looks at signatures alone.
func bySignature(key exam.ReceiptKey) checker {
	return func(_ context.Context, receipts []string) ([]exam.Testimony, error) {
		told := make([]exam.Testimony, len(receipts))
		for i, text := range receipts {
			told[i].Receipt, told[i].Err = exam.VerifyReceipt(key, text)
		}
		return told, nil
	}
}

// each checks every file. One that cannot be read does not keep the others from it.
func (c verifyCommand) each(ctx context.Context, screen console, check checker) error {
	var faults []error
	all, failing := 0, 0
	for _, name := range c.Files {
		receipts, err := readReceipts(name, screen)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		told, err := check(ctx, receipts)
		if err != nil {
			return err
		}
		for i, one := range told {
			line := receiptLineOf(name, receipts[i], one, c.Key != "")
			all++
			if !line.Holds {
				failing++
			}
			if err := c.print(screen, line); err != nil {
				return err
			}
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	if failing > 0 {
		return withCode{doesNotHold, fmt.Errorf("of %d receipts, %d do not hold", all, failing)}
	}
	return nil
}

func readReceipts(name string, screen console) ([]string, error) {
	var from io.Reader = screen.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, maxReceiptFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(text) > maxReceiptFile:
		return nil, fmt.Errorf("%s: larger than %d bytes", name, maxReceiptFile)
	}
	receipts := exam.FindReceipts(string(text), -1)
	if len(receipts) == 0 {
		return nil, fmt.Errorf("%s: there is no receipt in it", name)
	}
	return receipts, nil
}

// receiptLine is a receipt as a program reads what was found.
type receiptLine struct {
	File    string `json:"file"`
	Holds   bool   `json:"holds"` // genuine, and the journal agrees where it was asked
	Genuine bool   `json:"genuine"`
	Reason  string `json:"reason,omitempty"` // why it is not genuine
	// Journal is kept, altered or missing; none where only the signature was checked.
	Journal exam.Standing `json:"journal,omitempty"`
	Newest  *bool         `json:"newest,omitempty"` // whether it is the answer that counts
	*exam.Receipt
	Text string `json:"receipt"`
}

func receiptLineOf(file, text string, told exam.Testimony, signatureOnly bool) receiptLine {
	line := receiptLine{File: file, Text: text, Genuine: told.Err == nil}
	if told.Err != nil {
		line.Reason = sentence(told.Err)
		return line
	}
	line.Receipt, line.Journal = &told.Receipt, told.Standing
	line.Holds = signatureOnly || told.Holds()
	if !signatureOnly {
		line.Newest = &told.Newest
	}
	return line
}

// journalSays is each standing in words.
var journalSays = map[exam.Standing]string{
	"": "genuine", exam.Kept: "genuine, and the journal has this answer",
	exam.Altered: "genuine, but the journal has another answer or another time in its place",
	exam.Missing: "genuine, but the journal does not have this answer",
}

func (c verifyCommand) print(screen console, line receiptLine) error {
	if c.JSON {
		return json.NewEncoder(screen.out).Encode(line)
	}
	if !line.Genuine {
		_, err := fmt.Fprintf(screen.out, "%s: %.40s…: not genuine: %s\n", line.File, line.Text, line.Reason)
		return err
	}
	later := ""
	if line.Newest != nil && !*line.Newest {
		later = "; a later answer to the question counts"
	}
	_, err := fmt.Fprintf(screen.out, "%s: attempt %s, question %d, version %d, saved %s: %s%s\n", line.File, line.AttemptID,
		line.Slot, line.Seq, line.SavedAt.Format(time.RFC3339Nano), journalSays[line.Journal], later)
	return err
}
