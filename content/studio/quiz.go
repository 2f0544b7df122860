package studio

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"vatra/content/pack"
)

// semicolon stands for one that is part of a tag, while tags are taken apart: no field has it.
const semicolon = "\x00"

// Draws reads what the field Draw says, as "safety 3; documents 2": so many questions with that tag. A semicolon of
// a tag has a backslash before it.
func Draws(text string) (draws []pack.Draw, ok bool) {
	if text == "" {
		return nil, true
	}
	for one := range strings.SplitSeq(strings.ReplaceAll(text, `\;`, semicolon), ";") {
		one = strings.TrimSpace(one)
		at := strings.LastIndexByte(one, ' ')
		if at < 1 {
			return nil, false
		}
		count, err := strconv.Atoi(one[at+1:])
		if err != nil || count < 1 || count > MaxPieces {
			return nil, false
		}
		draws = append(draws, pack.Draw{Tag: strings.ReplaceAll(strings.TrimSpace(one[:at]), semicolon, ";"), Count: count})
	}
	return draws, true
}

// WrittenDraws is what Draws reads.
func WrittenDraws(draws []pack.Draw) string {
	var written []string
	for _, draw := range draws {
		written = append(written, strings.ReplaceAll(draw.Tag, ";", `\;`)+" "+strconv.Itoa(draw.Count))
	}
	return strings.Join(written, "; ")
}

// Seconds reads what the field TimeLimit says: minutes, or minutes and seconds as in 1:30. Nothing is 0.
func Seconds(text string) (seconds int, ok bool) {
	if text == "" {
		return 0, true
	}
	minutes, rest, split := strings.Cut(text, ":")
	whole, err := strconv.Atoi(minutes)
	part := 0
	if split && err == nil {
		part, err = strconv.Atoi(rest)
	}
	seconds = 60*whole + part
	return seconds, err == nil && whole >= 0 && part >= 0 && part < 60 && seconds > 0 && seconds <= 60*pack.MaxMinutes
}

// WrittenSeconds is what Seconds reads.
func WrittenSeconds(seconds int) string {
	switch {
	case seconds <= 0:
		return ""
	case seconds%60 == 0:
		return strconv.Itoa(seconds / 60)
	default:
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
}

// isMoment takes a date and time by the clock of the site, or nothing. A field for them, as browsers have it, cannot say an offset.
func isMoment(text string) bool {
	moment, ok := pack.Moment(text, time.UTC)
	return ok && len(text) <= len(pack.WrittenMoment(moment, time.UTC))
}

// tidyMoment writes one as forms have it.
func tidyMoment(text string) string {
	moment, _ := pack.Moment(text, time.UTC)
	return pack.WrittenMoment(moment, time.UTC)
}

func isTime(text string) bool {
	_, ok := Seconds(text)
	return ok
}
