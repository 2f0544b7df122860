//go:build whole

package browsertest_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// shell is a page without fault.
func shell(title, body string) string {
	return fmt.Sprintf(`<!doctype html>
<html lang="bg"><head><meta charset="utf-8"><title>%s</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css"></head>
<body><header><nav aria-label="top"><a href="/">Начало</a> <a href="/form">Вход</a></nav></header>
<main><h1>%s</h1>%s</main></body></html>`, title, title, body)
}

const style = `body { font: 16px/1.5 sans-serif; color: #111; background: #fff; margin: 1rem }
@media (prefers-color-scheme: dark) { body { background: #000; color: #eee } a { color: #9cf } }
nav a { display: inline-block; padding: .5rem } h1 { text-transform: uppercase }
.away { position: absolute; opacity: 0; width: 1px; height: 1px }
.sheet { position: fixed; inset: 0; background: #fff } label { display: block; padding: .25rem }`

const form = `<form method="post" action="/form" enctype="multipart/form-data">
<p><label for="n">Ime și prenume:</label> <input id="n" name="name" value="old"></p>
<p><label>Адреса на е-поща <input name="mail" type="email"></label></p>
<p><label>Data nașterii <input type="date" name="born"></label></p>
<p><label>Бележки <textarea name="notes">стари</textarea></label></p>
<p><label>Jezik <select name="lang"><option value="ro">română</option><option value="sr">српски</option></select></label></p>
<fieldset><legend>Întrebarea 1</legend>
<label><input type="radio" name="q1" value="y" class="away"> Да</label>
<label><input type="radio" name="q1" value="n" class="away"> Не</label></fieldset>
<fieldset><legend>Întrebarea 2</legend>
<label><input type="radio" name="q2" value="y"> Да</label>
<label><input type="radio" name="q2" value="n"> Не</label></fieldset>
<p><label><input type="checkbox" name="agree"> Съгласен съм (<a href="/">условия</a>)</label></p>
<p><label>Fișier <input type="file" name="file"></label></p>
<p><label>Затворено <input name="closed" disabled value="x"></label></p>
<button>Вход</button></form>
<noscript><p>Без скриптове</p></noscript>
<details><summary>Още</summary><p>Скрито <a href="/second">Втора</a></p></details>
<script src="/script.js"></script>`

// site is a small server of pages with known merits and faults. Every page comes under a policy that forbids inline
// scripts and styles.
func site(t *testing.T) string {
	mux := http.NewServeMux()
	page := func(path, title, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, shell(title, body)) })
	}
	page("/{$}", "Начало", `<p>Добре дошли</p><p><a href="/slow">По-късно</a> <a href="#end">Край</a></p><p id="end">Краят</p>`)
	page("/second", "Втора", `<p>Страница две</p>`)
	page("/form", "Формуляр", form)
	page("/faulty", "Faulty", `<img src="/icon.svg" width="10" height="10"><label>Име</label><input name="a"><p>`)
	page("/wide", "Wide", `<p>ok</p><div id="w">too wide</div><link rel="stylesheet" href="/wide.css">`)
	page("/cards", "Cards", `<ul><li><h2>Curs unu</h2><a href="/second">Open</a></li><li><h2>Curs doi</h2><a href="/form">Open</a></li></ul>`)
	page("/covered", "Covered", `<button>Below</button><div class="sheet">A sheet</div>`)
	page("/heavy", "Heavy", `<img alt="" src="/assets/abc/film.bin"><link rel="stylesheet" href="/more.css">`)
	page("/refused", "Refused", `<script>document.title = "inline"</script>`)
	page("/foreign", "Foreign", `<img alt="" src="http://tracker.example.org/x.png">`)
	page("/online", "Line", `<p id="out">…</p><button id="ask">Ask</button><script src="/line.js"></script>`)
	page("/thrown", "Thrown", `<script src="/thrown.js"></script>`)
	page("/files", "Files", `<a href="/report.csv">Raport</a> <a href="/paper.pdf">Хартия</a>`)
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(150 * time.Millisecond)
		fmt.Fprint(w, shell("Бавно", "<p>Стигна</p>"))
	})
	var asked atomic.Int32
	mux.HandleFunc("GET /progress", func(w http.ResponseWriter, _ *http.Request) {
		if done := asked.Add(1); done < 3 {
			w.Header().Set("Refresh", "1")
			fmt.Fprint(w, shell("Progress", fmt.Sprintf("<p>%d of 3</p><button>Stop</button>", done)))
			return
		}
		fmt.Fprint(w, shell("Progress", "<p>Done</p>"))
	})
	mux.HandleFunc("GET /language", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "ana"})
		fmt.Fprint(w, shell("Language", r.Header.Get("Accept-Language")))
	})
	mux.HandleFunc("POST /form", echo)
	served(mux)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' http:")
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func served(mux *http.ServeMux) {
	file := func(path, kind, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = io.WriteString(w, body)
		})
	}
	file("/style.css", "text/css", style)
	file("/wide.css", "text/css", "#w { width: 500px }")
	file("/icon.svg", "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`)
	file("/script.js", "text/javascript", `document.title = "със скрипт";
document.querySelector("textarea").addEventListener("input", (e) => { document.title = "typed " + e.isTrusted })`)
	file("/thrown.js", "text/javascript", `throw new Error("broken on purpose")`)
	file("/line.js", "text/javascript", `const out = document.getElementById("out");
document.getElementById("ask").addEventListener("click", () =>
  fetch("/second").then(() => { out.textContent = "answered" }, () => { out.textContent = "no line, " + navigator.onLine }))`)
	file("/assets/abc/film.bin", "image/png", strings.Repeat("x", 50_000))
	file("/more.css", "text/css", "/*"+strings.Repeat("x", 20_000)+"*/")
	file("/paper.pdf", "application/pdf", "%PDF-1.4\n%%EOF\n")
	mux.HandleFunc("GET /report.csv", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="raport.csv"`)
		_, _ = io.WriteString(w, "a,b\n1,2\n")
	})
}

// echo shows what a form sent.
func echo(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var body strings.Builder
	for _, name := range []string{"name", "mail", "born", "notes", "lang", "q1", "q2", "agree"} {
		fmt.Fprintf(&body, "<p>%s=%s</p>", name, html.EscapeString(r.FormValue(name)))
	}
	if file, header, err := r.FormFile("file"); err == nil {
		content, _ := io.ReadAll(file)
		fmt.Fprintf(&body, "<p>file=%s:%s</p>", html.EscapeString(header.Filename), html.EscapeString(string(content)))
	}
	w.WriteHeader(http.StatusUnprocessableEntity)
	fmt.Fprint(w, shell("Получено", body.String()))
}

// trial is a test that may fail without failing the one around it.
type trial struct {
	testing.TB
	failed bool
	said   []string
}

// failing runs what must fail, and gives what it said.
func failing(t *testing.T, run func(testing.TB)) string {
	t.Helper()
	trial := &trial{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(trial)
	}()
	<-done
	assert.True(t, trial.failed, "the test should have failed")
	return strings.Join(trial.said, "\n")
}

func (t *trial) say(text string)                 { t.said, t.failed = append(t.said, text), true }
func (t *trial) Fatal(args ...any)               { t.say(fmt.Sprint(args...)); runtime.Goexit() }
func (t *trial) Fatalf(form string, args ...any) { t.say(fmt.Sprintf(form, args...)); runtime.Goexit() }
func (t *trial) Errorf(form string, args ...any) { t.say(fmt.Sprintf(form, args...)) }
