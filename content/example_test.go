package content_test

import (
	"fmt"
	"testing"

	"vatra/content"
	"vatra/content/blobs"
	"vatra/lms/lang"
	"vatra/lms/pgtest"
)

// A course is saved as a draft and published whole; from then on its version never changes.
func ExampleStore_Publish() {
	pgtest.Example(func(t testing.TB) {
		objects, err := blobs.OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		db := pgtest.New(t)
		store := content.NewStore(db, objects)
		id, err := store.SaveDraft(t.Context(), db, content.Draft{
			Code: "phishing", Languages: []string{"ro", "en"}, Titles: lang.Texts{"ro": "Înșelătorii", "en": "Scams"},
			Modules: []content.DraftModule{{Key: "one", Titles: lang.Texts{"ro": "Unu"}, Lessons: []content.DraftLesson{{
				Key: "signs", Kind: content.KindPage, Completion: content.ByReading, Minutes: 3,
				Texts: map[string]content.DraftText{"ro": {Title: "Semne", Blocks: []content.Block{{HTML: "<p>Grabă.</p>"}}}},
			}}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		number, err := store.Publish(t.Context(), db, id)
		if err != nil {
			t.Fatal(err)
		}
		courses, err := store.Courses(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(number, courses[0].Code, courses[0].Titles["en"], courses[0].Languages)
	})
	// Output:
	// 1 phishing Scams [ro en]
}
