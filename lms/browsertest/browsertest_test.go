//go:build whole

package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"vatra/lms/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m.Run)) }

func TestFormIsFilledInAndSentWithAndWithoutScripting(t *testing.T) {
	t.Parallel()
	for name, noScript := range map[string]bool{"scripting": false, "none": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := browsertest.New(t, browsertest.Options{Width: 360, NoScript: noScript})
			b.Open(site(t))
			b.Click("Вход") // the header's link; on the next page the form's button goes before it
			assert.Equal(t, noScript, b.Contains("Без скриптове"))

			assert.Equal(t, "old", b.Value("Ime și prenume"))
			b.Fill("Ime și prenume", "Ștefan Țurcanu")
			b.Fill("Адреса на е-поща", "stefan@example.org")
			b.Fill("Data nașterii", "1961-02-03")
			b.Fill("Бележки", "първи ред\nвтори ред")
			if !noScript {
				assert.Equal(t, "typed true", b.Title())
			}
			b.Select("Jezik", "српски")
			b.In("Întrebarea 1").Choose("Не")
			b.In("Întrebarea 2").Choose("Да")
			assert.True(t, b.In("Întrebarea 1").Checked("Не"))
			b.Check("Съгласен съм")
			b.Check("Съгласен съм")
			assert.True(t, b.Checked("Съгласен съм"))
			path := filepath.Join(t.TempDir(), "бележка.txt")
			require.NoError(t, os.WriteFile(path, []byte("здравей"), 0o600))
			b.Upload("Fișier", path)
			b.Click("Вход")

			assert.Equal(t, 422, b.Status())
			b.MustContain("name=Ștefan Țurcanu", "mail=stefan@example.org", "born=1961-02-03", "notes=първи ред втори ред",
				"lang=sr", "q1=n", "q2=y", "agree=on", "file=бележка.txt:здравей")
			b.MustNotContain("old", "стари")
			b.Back()
			assert.Equal(t, "/form", path0(b.URL()))
		})
	}
}

func TestClickWaitsForThePageItLeadsTo(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{})
	b.Open(site(t))
	b.Click("Край")
	assert.Contains(t, b.URL(), "#end")
	b.Click("По-късно")
	assert.True(t, b.Contains("Стигна"))
	assert.Equal(t, "Бавно", b.Title())
	assert.Contains(t, b.HTML(), "<!doctype html>")
}

func TestPageThatRefreshesItselfIsFollowed(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{NoScript: true})
	b.Open(site(t) + "/progress")
	assert.True(t, b.Contains("1 of 3"), "not waiting for what comes later")
	b.MustContain("Done")
}

func TestKeyboardAloneIsEnough(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{NoScript: true})
	b.Open(site(t) + "/form")
	b.Press("Tab", "Tab", "Tab")
	assert.Equal(t, "Ime și prenume:", b.Focused())
	b.Press("Control+a")
	b.Type("Ана")
	b.Press("Shift+Tab")
	assert.Equal(t, "Вход", b.Focused())
	b.Press("Tab", "Tab")
	b.Type("ana@example.org")
	b.Press("Enter")
	b.MustContain("mail=ana@example.org")
}

func TestTextIsWhatAPersonSees(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{})
	b.Open(site(t) + "/form")
	assert.True(t, b.Contains("Формуляр"), "not the capitals of the style")
	assert.False(t, b.Contains("Скрито"), "folded away")
	b.Click("Още")
	b.MustContain("Скрито")
	b.Click("Втора")
	assert.Equal(t, "Начало Вход\nВтора\nСтраница две", b.Text())
}

func TestSameWordsAreToldApartByTheirPart(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{})
	b.Open(site(t) + "/cards")
	b.In("Curs doi").Click("Open")
	assert.Equal(t, "/form", path0(b.URL()))
	b.In("nav").Click("Начало")
	b.MustContain("Добре дошли")
}

func TestLanguageAndCookiesBelongToTheWindow(t *testing.T) {
	t.Parallel()
	url := site(t)
	romanian := browsertest.New(t, browsertest.Options{Language: "ro", Dark: true})
	romanian.Open(url + "/language")
	romanian.MustContain("ro")
	assert.Equal(t, `"who=ana"`, romanian.Eval("document.cookie"))
	assert.Equal(t, "true", romanian.Eval("matchMedia('(prefers-color-scheme: dark)').matches"))
	romanian.Axe()

	other := browsertest.New(t, browsertest.Options{})
	other.Open(url)
	assert.Equal(t, `""`, other.Eval("document.cookie"))
	assert.Equal(t, 200, other.Fetch("/language").Status)
}

func TestOfflineCutsTheLineOfOneWindow(t *testing.T) {
	t.Parallel()
	url := site(t)
	b := browsertest.New(t, browsertest.Options{})
	b.Open(url + "/online")
	b.Offline(true)
	b.Click("Ask")
	b.MustContain("no line, false")
	b.Offline(false)
	b.Click("Ask")
	b.MustContain("answered")
}

func TestDownloadsSavedAndShown(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{NoScript: true})
	b.Open(site(t) + "/files")
	report := b.Download("Raport")
	assert.Equal(t, "raport.csv", report.Name)
	assert.Equal(t, "a,b\n1,2\n", string(report.Data))
	paper := b.Download("Хартия")
	assert.Equal(t, "paper.pdf", paper.Name)
	assert.Contains(t, string(paper.Data), "%PDF-1.4")
	assert.FileExists(t, paper.Path)
}

func path0(address string) string { return "/" + filepath.Base(address) }
