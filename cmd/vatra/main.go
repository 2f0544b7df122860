// Command vatra is the program: the server and what its operator does on the machine. It alone reads the environment.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // readers' time zones, also where the machine has none

	"github.com/alecthomas/kong"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/leftover"
)

// commands is the whole command line.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the server until it is asked to stop."`
	Migrate migrateCommand `cmd:"" help:"Bring the database schema up or down, or tell its state."`
	Import  importCommand  `cmd:"" help:"Bring courses in from files."`
	Given   givenCommand   `cmd:"" hidden:"" name:"import-given" help:"Do an import that was handed in on the site."`
	Draw    drawCommand    `cmd:"" hidden:"" name:"draw-pages" help:"Make pictures of pages of a PDF, as they are ordered."`
	User    userCommand    `cmd:"" help:"Add people and change what they may do."`
	Verify  verifyCommand  `cmd:"" help:"Check receipts of answers: are they genuine, and does the journal agree?"`
	Fsck    fsckCommand    `cmd:"" help:"Look whether everything kept is there and whole, and clear away what nothing names."`
	Version versionCommand `cmd:"" help:"Tell the version."`

	Settings settings `embed:""`
}

// console is where a command reads and writes.
type console struct {
	in       *os.File
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	leave := enterRoom(ctx)
	code := run(ctx, os.Args[1:], os.Environ(), console{os.Stdin, os.Stdout, os.Stderr})
	leave()
	os.Exit(code) //nolint:gocritic // stop has nothing left to do
}

// enterRoom has all temporary files of this process, whoever makes them, in a folder of its own: one that is killed leaves
// it to be cleared away by the next. On a disk that takes no folder the program does without.
func enterRoom(ctx context.Context) (leave func()) {
	room, err := leftover.Open(os.TempDir())
	if err != nil || os.Setenv("TMPDIR", room.Dir) != nil {
		return func() {}
	}
	go room.Watch(ctx)
	return func() { _ = room.Close() }
}

// run does what the arguments say and gives the exit code: 0 done, 1 could not be done, 2 not understood. A command may have
// another one for what it has found; its help says so.
func run(ctx context.Context, args, environment []string, screen console) int {
	var line commands
	exit := -1
	parser, err := kong.New(&line,
		kong.Name("vatra"),
		kong.Description("Vatra: courses and certificates for local communities."),
		kong.UsageOnError(),
		kong.Writers(screen.out, screen.err),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(screen),
	)
	if err != nil {
		return tell(screen, err)
	}
	chosen, err := parser.Parse(args)
	if exit >= 0 {
		return exit // help was asked for and given
	}
	if err != nil {
		fmt.Fprintf(screen.err, "vatra: %v\n", err)
		return 2
	}
	if err := line.Settings.read(environment); err != nil {
		return tell(screen, err)
	}
	return tell(screen, chosen.Run(&line.Settings))
}

// tell says in a sentence why something could not be done.
func tell(screen console, err error) int {
	if err == nil {
		return 0
	}
	code := 1
	if found, is := errors.AsType[withCode](err); is {
		code, err = found.code, found.why
	}
	if err != nil {
		fmt.Fprintf(screen.err, "vatra: %s\n", sentence(err))
	}
	return code
}

// withCode ends the program with a code of its own. why is nil where the output has said it.
type withCode struct {
	code int
	why  error
}

func (e withCode) Error() string { return fmt.Sprintf("exit code %d: %v", e.code, e.why) }

// sentence is what a person at a terminal is told: of a form's fault only what is wrong with which field, since they see
// no form.
func sentence(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err.Error()
	}
	english := i18n.For("en")
	if len(e.Fields) == 0 {
		return english.Fault(e)
	}
	var told []string
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		text := strings.TrimSuffix(english.Message(e.Fields[field]), ".")
		if e.Fields[field].Key == "error.required" {
			text = "nothing was given"
		}
		if name, other := fieldNames[field]; other {
			field = name
		}
		told = append(told, field+": "+text)
	}
	return strings.Join(told, "; ")
}

// fieldNames are the names that a form calls otherwise than the command line.
var fieldNames = map[string]string{"email": "e-mail", "locale": "language"}

// logger writes for a person at a terminal, else JSON for machines.
func logger(screen console) *slog.Logger {
	if file, ok := screen.err.(*os.File); ok && isTerminal(file) {
		return slog.New(slog.NewTextHandler(file, nil))
	}
	return slog.New(slog.NewJSONHandler(screen.err, nil))
}

// warnings is the logger of a command that does one thing and says so itself.
func warnings(screen console) *slog.Logger {
	return slog.New(slog.NewTextHandler(screen.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
