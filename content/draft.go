package content

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"golang.org/x/text/language"

	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// Draft is a whole version of a course before it is published. Digest is the hash of what it was imported from, or
// empty. CreatedBy is whose version it is, and the course too where this is its first; it may be uuid.Nil.
type Draft struct {
	Code        string
	CreatedBy   uuid.UUID
	Languages   []string // BCP 47; the first is the one fallen back to
	Titles      lang.Texts
	Summaries   lang.Texts
	Licence     string
	Attribution Attribution
	Competences []string // see competences
	Digest      string
	Note        string // what its publisher says is new in it
	Picture     DraftPicture
	Modules     []DraftModule
	Assets      []DraftAsset
}

// DraftPicture names one of the assets as the picture of the course: see Picture. Without a path there is none.
type DraftPicture struct {
	Path string
	Alt  lang.Texts
}

// DraftModule is a module; Key is unique in the version.
type DraftModule struct {
	Key     string
	Titles  lang.Texts
	Lessons []DraftLesson
}

// DraftLesson is a lesson; Key is unique in the version. QuizID names the quiz that it is, or whose questions stand in
// its blocks; uuid.Nil without one. Texts is by BCP 47 tag.
type DraftLesson struct {
	Key        string
	Kind       string
	QuizID     uuid.UUID
	Completion string
	Minutes    int
	Texts      map[string]DraftText
}

// DraftText is a lesson in one language. Blocks without any gives the title alone; without a title it is called as in another
// language. Blocks hold what markup.Renderer made of
// Source; the n-th is the same place in every language.
type DraftText struct {
	Title   string
	Summary string
	Blocks  []Block
	Source  Source
}

// DraftAsset is a stored asset (see PutAsset) under its path in the course. Lang is the language that it speaks, if any.
type DraftAsset struct {
	Path        string
	SHA256      string
	Licence     string
	Attribution Attribution
	Lang        string
}

// SaveDraft stores the draft as the next version of its course, making the course if there is none, and gives the
// version's id. A draft that the course already had is replaced; what is published stays. Quizzes that only the replaced
// draft named are the caller's to remove.
//
// It returns fault.Invalid with a key content.draft_… when the draft cannot be a course. HTML is sanitised once more, so
// that nothing unclean is ever stored.
func (s *Store) SaveDraft(ctx context.Context, db bun.IDB, draft Draft) (uuid.UUID, error) {
	if err := draft.check(); err != nil {
		return uuid.Nil, err
	}
	versionID, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if err := draft.saveVersion(ctx, tx, versionID); err != nil {
			return err
		}
		if err := draft.saveModules(ctx, tx, versionID); err != nil {
			return err
		}
		if err := draft.saveWords(ctx, tx, versionID); err != nil {
			return err
		}
		return draft.saveAssets(ctx, tx, versionID)
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("saving a draft of %s: %w", draft.Code, err)
	}
	return versionID, nil
}

// Publish freezes a draft and gives its number in the course: from now on it never changes and new readers get it. It
// returns fault.NotFound for an unknown version and fault.Conflict for one that is already published.
func (s *Store) Publish(ctx context.Context, db bun.IDB, versionID uuid.UUID) (number int, err error) {
	err = db.NewRaw(`UPDATE course_versions SET status = 'published', published_at = now()
		WHERE id = ? AND status = 'draft' RETURNING number`, versionID).Scan(ctx, &number)
	if !errors.Is(err, sql.ErrNoRows) {
		return number, err
	}
	known, err := db.NewSelect().Table("course_versions").Where("id = ?", versionID).Exists(ctx)
	switch {
	case err != nil:
		return 0, fmt.Errorf("publishing: %w", err)
	case known:
		return 0, fault.New(fault.Conflict, "content.already_published")
	default:
		return 0, fault.New(fault.NotFound, "content.version_not_found")
	}
}

// check keeps the rules that the schema cannot name to a person.
func (d *Draft) check() error {
	if len(d.Languages) == 0 {
		return fault.New(fault.Invalid, "content.draft_no_language")
	}
	for _, tag := range d.Languages {
		if _, err := language.Parse(tag); err != nil {
			return fault.Wrap(err, fault.Invalid, "content.draft_language", "Language", tag)
		}
	}
	if title, _ := d.Titles.In(d.Languages[0]); title == "" {
		return fault.New(fault.Invalid, "content.draft_no_title")
	}
	modules, lessons := map[string]bool{}, map[string]bool{}
	for _, module := range d.Modules {
		if modules[module.Key] {
			return fault.New(fault.Invalid, "content.draft_same_key", "Key", module.Key)
		}
		modules[module.Key] = true
		for _, lesson := range module.Lessons {
			if lesson.Key == "" || lessons[lesson.Key] {
				return fault.New(fault.Invalid, "content.draft_same_key", "Key", lesson.Key)
			}
			lessons[lesson.Key] = true
			if err := lesson.check(); err != nil {
				return err
			}
		}
	}
	if len(lessons) == 0 {
		return fault.New(fault.Invalid, "content.draft_no_lesson")
	}
	return nil
}

func (l *DraftLesson) check() error {
	titled := false
	for tag, text := range l.Texts {
		titled = titled || text.Title != ""
		if _, err := language.Parse(tag); err != nil {
			return fault.Wrap(err, fault.Invalid, "content.draft_language", "Language", tag)
		}
	}
	if !titled {
		return fault.New(fault.Invalid, "content.draft_lesson_title", "Key", l.Key)
	}
	return nil
}

// The rows of the tables, as bun writes them.
type (
	moduleRow struct {
		bun.BaseModel `bun:"table:modules"`
		ID            uuid.UUID
		VersionID     uuid.UUID
		Position      int
		Key           string
		Titles        lang.Texts `bun:"type:jsonb"`
	}
	draftLessonRow struct {
		bun.BaseModel `bun:"table:lessons"`
		ID            uuid.UUID
		VersionID     uuid.UUID
		ModuleID      uuid.UUID
		Position      int
		Key           string
		Kind          string
		QuizID        uuid.NullUUID
		Completion    string
		Minutes       int
	}
	draftTextRow struct {
		bun.BaseModel `bun:"table:lesson_texts"`
		LessonID      uuid.UUID
		Lang          string
		Title         string
		Summary       string
		Blocks        []Block `bun:"type:jsonb"`
		Source        string
		SourceFormat  string
	}
	draftAssetRow struct {
		bun.BaseModel `bun:"table:version_assets"`
		VersionID     uuid.UUID
		Path          string
		SHA256        string `bun:"sha256"`
		Licence       string
		Attribution   Attribution `bun:"type:jsonb"`
		Lang          string
	}
)

func (d *Draft) saveVersion(ctx context.Context, tx bun.Tx, versionID uuid.UUID) error {
	courseID, err := lockCourse(ctx, tx, d.Code, d.CreatedBy)
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw(`DELETE FROM course_versions WHERE course_id = ? AND status = 'draft'`, courseID).Exec(ctx); err != nil {
		return err
	}
	version := struct {
		bun.BaseModel `bun:"table:course_versions"`
		ID            uuid.UUID
		CourseID      uuid.UUID
		Number        int
		Languages     []string    `bun:",array"`
		Titles        lang.Texts  `bun:"type:jsonb"`
		Summaries     lang.Texts  `bun:"type:jsonb"`
		Licence       string      `bun:"licence"`
		Attribution   Attribution `bun:"type:jsonb"`
		Competences   []string    `bun:",array"`
		SourceDigest  string
		Note          string
		CreatedBy     uuid.NullUUID
		PicturePath   string     `bun:",nullzero"`
		PictureAlt    lang.Texts `bun:"type:jsonb"`
	}{
		ID: versionID, CourseID: courseID, Languages: d.Languages, Titles: d.Titles, Summaries: d.Summaries.OrEmpty(),
		Licence: d.Licence, Attribution: d.Attribution, Competences: append([]string{}, d.Competences...), SourceDigest: d.Digest, Note: d.Note,
		CreatedBy: pg.OrNull(d.CreatedBy), PicturePath: d.Picture.Path, PictureAlt: d.Picture.Alt.OrEmpty(),
	}
	_, err = tx.NewInsert().Model(&version).
		Value("number", "(SELECT coalesce(max(number), 0) + 1 FROM course_versions WHERE course_id = ?)", courseID).
		Exec(ctx)
	return err
}

func (d *Draft) saveModules(ctx context.Context, tx bun.Tx, versionID uuid.UUID) error {
	var modules []moduleRow
	var lessons []draftLessonRow
	var texts []draftTextRow
	for i, module := range d.Modules {
		moduleID, err := uuid.NewV7()
		if err != nil {
			return err
		}
		modules = append(modules, moduleRow{
			ID: moduleID, VersionID: versionID, Position: i + 1, Key: module.Key, Titles: module.Titles.OrEmpty(),
		})
		for _, lesson := range module.Lessons {
			lessonID, err := uuid.NewV7()
			if err != nil {
				return err
			}
			lessons = append(lessons, draftLessonRow{
				ID: lessonID, VersionID: versionID, ModuleID: moduleID, Position: len(lessons) + 1, Key: lesson.Key,
				Kind: lesson.Kind, QuizID: pg.OrNull(lesson.QuizID),
				Completion: lesson.Completion, Minutes: lesson.Minutes,
			})
			for lang, text := range lesson.Texts {
				texts = append(texts, draftTextRow{
					LessonID: lessonID, Lang: lang, Title: text.Title, Summary: text.Summary, Blocks: clean(text.Blocks),
					Source: text.Source.Text, SourceFormat: text.Source.Format,
				})
			}
		}
	}
	if err := insert(ctx, tx, modules); err != nil {
		return err
	}
	if err := insert(ctx, tx, lessons); err != nil {
		return err
	}
	return insert(ctx, tx, texts)
}

func (d *Draft) saveAssets(ctx context.Context, tx bun.Tx, versionID uuid.UUID) error {
	var assets []draftAssetRow
	for _, asset := range d.Assets {
		assets = append(assets, draftAssetRow{
			VersionID: versionID, Path: asset.Path, SHA256: asset.SHA256, Licence: asset.Licence,
			Attribution: asset.Attribution, Lang: asset.Lang,
		})
	}
	return insert(ctx, tx, assets)
}

// insert writes rows in statements of a bounded length.
func insert[Row any](ctx context.Context, tx bun.Tx, rows []Row) error {
	const atOnce = 50
	for chunk := range slices.Chunk(rows, atOnce) {
		if _, err := tx.NewInsert().Model(&chunk).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// clean copies the blocks as they may be stored.
func clean(blocks []Block) []Block {
	cleaned := make([]Block, len(blocks))
	for i, block := range blocks {
		cleaned[i] = Block{HTML: markup.Sanitise(block.HTML), Question: block.Question}
	}
	return cleaned
}
