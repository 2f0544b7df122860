package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// bilingual is an author whose course is to be in Romanian too, with one text in English.
func bilingual(t *testing.T) (a *author, block, page string) {
	t.Helper()
	a = newAuthor(t)
	about := a.about()
	a.Follow(a.Post(about, webtest.Form("lang", "en", "page", "outline", "base-languages", "1", "languages", "en", "order", "en ro",
		"speaks-ro", "yes", "do", "save")))
	a.lesson()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-block"))
	block = a.blocks()[0]
	a.Follow(a.send("/pieces/"+block, "text", "Whoever asks may read the register.", "do", "save"))
	return a, block, a.draft + "/translations?lang=ro"
}

func TestACourseIsTranslatedOnOnePage(t *testing.T) {
	t.Parallel()
	a, block, page := bilingual(t)
	a.Get(a.draft).Check(t, http.StatusOK, []string{`href="` + page + `"`}, nil)
	a.Get("/studio/glossary").Check(t, http.StatusOK, []string{"Words that are to be called the same"}, nil)
	a.Post("/studio/glossary", webtest.Form("en", "register")).Check(t, http.StatusUnprocessableEntity,
		[]string{"at least two languages", `value="register"`}, nil)
	a.Follow(a.Post("/studio/glossary", webtest.Form("en", "register", "ro", "registru", "note", "The book"))).Check(t, http.StatusOK,
		[]string{"registru"}, nil)

	a.Get(page).Check(t, http.StatusOK, []string{"4 texts are not translated yet.", "Whoever asks may read the register.", "registru", "The book"}, nil)
	a.Follow(a.send("/pieces/"+block, "text", "Cine întreabă poate citi registrul.", "do", "save")).Check(t, http.StatusOK,
		[]string{"3 texts are not translated yet."}, []string{"Whoever asks"})
	a.Get(page+"&all=yes").Check(t, http.StatusOK, []string{"Cine întreabă poate citi registrul.", "Whoever asks"}, nil)
	// The same text once more: it is offered.
	a.lesson()
	a.Follow(a.send(a.pieceOfLesson(), "do", "add-block"))
	again := a.blocks()[1]
	a.Follow(a.send("/pieces/"+again, "text", "Whoever asks may read the register.", "do", "save"))
	a.Get(page).Check(t, http.StatusOK, []string{"The same text was translated before:", "Use this translation"}, nil)
	a.send("/pieces/"+again, "text", "Cine întreabă poate citi registrul.")
	a.Get(page).Check(t, http.StatusOK, []string{"3 texts are not translated yet."}, []string{"Whoever asks"})
	// A change of the original makes the translation old.
	a.lesson()
	a.Follow(a.send("/pieces/"+block, "text", "Whoever asks may read the register at the counter.", "do", "save"))
	a.Get(page).Check(t, http.StatusOK, []string{"1 text has changed since it was translated.", "at the counter"}, nil)
}

func TestAFileForTranslatorsGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	a, block, page := bilingual(t)
	a.Get(page)
	out := a.Get(a.draft + "/translations/file?lang=ro&format=po")
	if out.Status != http.StatusOK || !strings.Contains(out.Header.Get("Content-Disposition"), "translation-ro.po") {
		t.Fatalf("%d %v", out.Status, out.Header)
	}
	back := strings.Replace(out.Body, "msgid \"Whoever asks may read the register.\"\nmsgstr \"\"",
		"msgid \"Whoever asks may read the register.\"\nmsgstr \"Cine întreabă poate citi registrul.\"", 1)
	a.bring(back).Check(t, http.StatusOK, []string{"1 translation was saved.", "3 texts have no translation in the file."}, nil)
	// Somebody has written here meanwhile.
	a.Get(page + "&all=yes")
	a.Follow(a.send("/pieces/"+block, "text", "Oricine poate citi registrul.", "do", "save"))
	contested := a.bring(strings.Replace(back, "Cine întreabă", "Cine vrea", 1))
	contested.Check(t, http.StatusOK, []string{"1 translation was not taken.", "Oricine poate citi registrul.", "Cine vrea poate citi registrul."}, nil)
	a.Last = contested
	a.Follow(a.send("/pieces/"+block, "text", "Cine vrea poate citi registrul."))
	a.Get(page+"&all=yes").Check(t, http.StatusOK, []string{"Cine vrea poate citi registrul."}, []string{"Oricine"})

	a.bring("no file of translations").Check(t, http.StatusUnprocessableEntity, []string{"cannot be read from line 1 on"}, nil)
	a.bring(strings.Replace(back, "Language: ro", "Language: bg", 1)).Check(t, http.StatusUnprocessableEntity,
		[]string{"of another course or of another language"}, nil)
	if out := a.Get(a.draft + "/translations/file?lang=ro&format=xlf&all=yes"); !strings.Contains(out.Body, "Cine vrea poate citi registrul.") {
		t.Errorf("%s", out.Body)
	}
}

func (a *author) bring(file string) webtest.Answer {
	a.t.Helper()
	a.Get(a.draft + "/translations?lang=ro")
	return a.Upload(a.draft+"/translations", "file", "ro.po", []byte(file), map[string]string{"lang": "ro"})
}

// about is the address of the form about the course, and pieceOfLesson that of the one about the lesson that is open.
func (a *author) about() string {
	a.t.Helper()
	a.Get(a.draft)
	return regexp.MustCompile(`(?s)id="about".*?action="([^"]+)"`).FindStringSubmatch(a.Last.Body)[1]
}

func (a *author) pieceOfLesson() string {
	return regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
}

// An invited translator finds the course on the page of what they learn, writes their language, and is shown nothing else of it.
func TestATranslatorSeesWhatTheyNeed(t *testing.T) {
	t.Parallel()
	a, block, page := bilingual(t)
	a.Person("vera@obshtina.example", access.RoleLearner)
	a.Get(a.draft+"/reviews").Check(t, http.StatusOK, []string{"Translates into: Română"}, nil)
	a.Post(a.draft+"/reviews", webtest.Form("do", "add-writer", "part", "ro", "email", "nobody@obshtina.example")).Check(t,
		http.StatusUnprocessableEntity, []string{"who translates needs an account", `value="nobody@obshtina.example"`, `<option value="ro" selected`}, nil)
	a.Follow(a.Post(a.draft+"/reviews", webtest.Form("do", "add-writer", "part", "ro", "email", "vera@obshtina.example"))).Check(t,
		http.StatusOK, []string{"Added.", `name="part" value="ro"`}, nil)

	lesson := strings.TrimSuffix(a.lesson(), "?lang=en")
	vera := a.As("vera@obshtina.example")
	vera.Get("/learning").Check(t, http.StatusOK, []string{"Courses that you translate", `href="` + page + `"`}, nil)
	vera.Get(page).Check(t, http.StatusOK, []string{"Whoever asks may read the register.", `href="/learning"`}, []string{
		`href="` + a.draft + `"`, `href="/studio"`, "/studio/glossary", lesson + `?`,
	})
	vera.Follow(vera.Post(a.draft+"/pieces/"+block, webtest.Form("lang", "ro", "page", "translations", "base-text", "0", "origin-text", "1 en",
		"text", "Cine întreabă poate citi registrul.", "do", "save"))).Check(t, http.StatusOK, []string{"3 texts"}, []string{"Whoever asks"})
	for _, other := range []string{a.draft, lesson, a.draft + "/reviews", a.draft + "/publish", a.draft + "/questions/" + block} {
		if answer := vera.Get(other); answer.Status != http.StatusForbidden && answer.Status != http.StatusNotFound {
			t.Errorf("%q is open to a translator: %d", other, answer.Status)
		}
	}
	vera.Get(page)
	vera.Post(a.draft+"/pieces/"+block, webtest.Form("lang", "en", "page", "translations", "base-text", "1", "text", "Nobody may.", "do", "save")).
		Check(t, http.StatusNotFound, nil, nil)
	vera.Get(lesson+"/preview?lang=ro").Check(t, http.StatusOK, []string{"Cine întreabă", `href="` + page + `"`}, []string{`href="` + a.draft + `"`})
	vera.Get(a.draft+"/pieces/"+block+"/history?name=text&lang=en").Check(t, http.StatusOK, []string{"Whoever asks"}, nil)
}
