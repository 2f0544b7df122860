package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// askPassword reads a password: from a terminal twice and unseen, else the first line of the input. Where none is given
// it makes one.
func askPassword(screen console) (password string, made bool, err error) {
	if !isTerminal(screen.in) {
		password, err = readLine(screen.in)
	} else {
		password, err = askTwice(screen)
	}
	if err != nil || password != "" {
		return password, false, err
	}
	return makePassword(), true, nil
}

func askTwice(screen console) (string, error) {
	first, err := askUnseen(screen, "Password (Enter for a made one): ")
	if err != nil || first == "" {
		return "", err
	}
	second, err := askUnseen(screen, "The same again: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", errors.New("the two passwords are not the same")
	}
	return first, nil
}

func askUnseen(screen console, question string) (string, error) {
	fmt.Fprint(screen.err, question)
	defer fmt.Fprintln(screen.err)
	fd := int(screen.in.Fd())
	before, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return "", err
	}
	unseen := *before
	unseen.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, &unseen); err != nil {
		return "", err
	}
	defer unix.IoctlSetTermios(fd, unix.TCSETS, before) //nolint:errcheck // the shell restores the terminal anyway
	return readLine(screen.in)
}

func readLine(from io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(from, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func isTerminal(file *os.File) bool {
	if file == nil {
		return false
	}
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}

// The letters of made passwords: none that is taken for another when it is read from a screen or over a telephone.
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

// makePassword makes a password of about 79 bits, in four groups that can be typed from paper.
func makePassword() string {
	const groups, each = 4, 4
	var b strings.Builder
	for i := range groups * each {
		if i > 0 && i%each == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[pick(len(letters))])
	}
	return b.String()
}

// pick is a number below n, each as likely as the other.
func pick(n int) int {
	one := make([]byte, 1)
	for {
		_, _ = rand.Read(one) // never fails: it ends the program instead
		if most := 256 - 256%n; int(one[0]) < most {
			return int(one[0]) % n
		}
	}
}
