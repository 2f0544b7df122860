package content_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

func TestACourseIsFoundByAnyOfItsWords(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	published := func(code, tag, title, body string) uuid.UUID {
		t.Helper()
		id, err := store.SaveDraft(t.Context(), db, content.Draft{
			Code: code, Languages: []string{tag}, Titles: lang.Texts{tag: title},
			Modules: []content.DraftModule{{Key: "m", Titles: lang.Texts{tag: "M"}, Lessons: []content.DraftLesson{{
				Key: "l", Kind: "page", Completion: "read",
				Texts: map[string]content.DraftText{tag: {Title: "Lecția", Blocks: []content.Block{{HTML: body}}}},
			}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Publish(t.Context(), db, id); err != nil {
			t.Fatal(err)
		}
		version, err := store.Version(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return version.CourseID
	}
	town := published("town", "ro", "Semnătura electronică în primărie", "<p>Despre <b>țigle</b> și înștiințări.</p>")
	mail := published("mail", "sr", "Електронска пошта", "<p>О ђацима и лозинкама; semnatura stoji овде.</p>")
	published("long", "en", "Long", "<p>"+strings.Repeat("x", 5000)+" "+strings.Repeat("words and words ", 90000)+"</p>")
	for sought, want := range map[string][]uuid.UUID{
		"semnatura":              {town, mail}, // the title before the text
		"PRIMĂRIE semnătur":      {town},
		"tigle":                  {town},
		"ţigle":                  {town}, // with a cedilla, as old keyboards write it
		"instiintari":            {town},
		"elektronska posta":      {mail},
		"ЕЛЕКТРОНСКА":            {mail},
		"djacima":                nil,
		"đacima":                 {mail},
		"lozinka":                {mail},
		"nothing of the kind":    nil,
		"b":                      nil,
		"'); DROP TABLE x; -- :": nil,
		"a & !b | (c":            nil,
	} {
		found, err := store.Search(t.Context(), sought)
		if err != nil || !slices.Equal(found, want) {
			t.Errorf("%q finds %v, %v; want %v", sought, found, err, want)
		}
	}
	for _, none := range []string{"", " – !? ", strings.Repeat("a", content.MaxSearch+1), strings.Repeat("я", 10_000)} {
		if _, err := store.Search(t.Context(), none); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.20q is %v", none, err)
		}
	}
}
