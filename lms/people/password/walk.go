package password

import "strings"

// keyboards are what fingers walk over: the keys of each, row by row, and the alphabets as a single row.
var keyboards = []layout{
	layoutOf("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
	layoutOf("1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"),
	layoutOf("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"),
	layoutOf("1234567890", "љњертзуиопшђ", "асдфгхјклчћж", "зџцвбнм"),
	layoutOf("1234567890", "чшертъуиопящ", "асдфгхйкл", "зжцвбнм"),
	layoutOf("1234567890", "явертъуиопшщ", "асдфгхйкл", "зьцжбнм"),
	layoutOf("1234567890", "уеишщксдзц", "ьяаожгтнвм", "юйъэфхпрлб"),
	layoutOf("1234567890", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
	layoutOf("01234567890"),
	layoutOf("abcdefghijklmnopqrstuvwxyz"),
	layoutOf("абвгдежзийклмнопрстуфхцчшщъьюя"),
}

type place struct{ row, column int }

type layout map[rune]place

func layoutOf(rows ...string) layout {
	places := layout{}
	for row, keys := range rows {
		for column, key := range []rune(keys) {
			if _, known := places[key]; !known {
				places[key] = place{row, column}
			}
		}
	}
	return places
}

// step is the way from one key to the next; false where the fingers jump.
func (l layout) step(from, to rune) (place, bool) {
	a, known := l[from]
	b, there := l[to]
	way := place{b.row - a.row, b.column - a.column}
	straight := way.row == 0 && (way.column == 1 || way.column == -1) || way.column == 0 && (way.row == 1 || way.row == -1)
	return way, known && there && straight
}

// run is how many characters from the first one on lie in one straight line.
func (l layout) run(text []rune) int {
	if len(text) < 2 {
		return len(text)
	}
	first, straight := l.step(text[0], text[1])
	if !straight {
		return 1
	}
	n := 2
	for n < len(text) {
		if way, on := l.step(text[n-1], text[n]); !on || way != first {
			break
		}
		n++
	}
	return n
}

// unshifted are the signs above the digits.
var unshifted = strings.NewReplacer("!", "1", "@", "2", "#", "3", "$", "4", "%", "5", "^", "6", "&", "7", "*", "8", "(", "9", ")", "0")

// walked reports whether a password is hardly more than straight walks of three keys and more, be they two that take turns,
// as in 1q2w3e4r5t6y.
func walked(folded string) bool {
	all := []rune(unshifted.Replace(folded))
	var turns [2][]rune
	for i, r := range all {
		turns[i%2] = append(turns[i%2], r)
	}
	return straight(all) || straight(turns[0]) && straight(turns[1])
}

// straight reports whether at most a quarter of the characters stand outside of walks. The same key again and again is one.
func straight(text []rune) bool {
	const walk = 3
	outside := 0
	for rest := text; len(rest) > 0; {
		n := same(rest)
		for _, keyboard := range keyboards {
			n = max(n, keyboard.run(rest))
		}
		if n < walk {
			n = 1
			outside++
		}
		rest = rest[n:]
	}
	return 4*outside <= len(text)
}

func same(text []rune) int {
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	return n
}
