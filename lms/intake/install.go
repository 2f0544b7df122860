package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/markup"
	"vatra/content/media"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/pg"
	"vatra/lms/site"
)

// Installer makes published courses of packages.
type Installer struct {
	db        *pg.DB
	courses   *content.Store
	quizzes   *exam.Store
	published Published
}

// Published is what follows from a version that was published, in the same transaction.
type Published func(ctx context.Context, tx bun.Tx) error

// NewInstaller makes it.
func NewInstaller(db *pg.DB, courses *content.Store, quizzes *exam.Store, published Published) *Installer {
	return &Installer{db: db, courses: courses, quizzes: quizzes, published: published}
}

// Install stores the package's assets, renders its lessons, keeps its questions and publishes the whole as the next
// version of its course, which is by that person; uuid.Nil is nobody. Nobody sees half of it. The package that the newest
// version came from makes no new version, whoever else installs it at the same time. What the version before had and this
// one has not is among the warnings.
// progress is told of every step; it may be nil.
func (s *Installer) Install(
	ctx context.Context, pkg *pack.Package, by uuid.UUID, progress func(done, total int),
) (Report, error) {
	return s.InstallWith(ctx, pkg, by, progress, func(context.Context, bun.Tx, Report) error { return nil })
}

// InstallWith is Install. keep writes the report in the transaction that publishes: where it cannot be written nothing was
// published, and the next try says the same.
func (s *Installer) InstallWith(
	ctx context.Context, pkg *pack.Package, by uuid.UUID, progress func(done, total int),
	keep func(context.Context, bun.Tx, Report) error,
) (Report, error) {
	settings, err := site.ReadSettings(ctx, s.db)
	if err != nil {
		return Report{}, err
	}
	pkg.Zone = settings.Zone()
	plan := newPlan(pkg)
	if err := plan.usable(); err != nil {
		return plan.report, err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	run := newInstallation(plan)
	run.Installer, run.by = s, by
	run.step = func() {
		run.done++
		progress(run.done, len(pkg.Assets)+len(plan.lessons))
	}
	if err := run.storeAssets(ctx); err != nil {
		return plan.report, err
	}
	draft, err := run.renderAll(ctx)
	if err != nil {
		return plan.report, err
	}
	plan.report.Assets = len(run.assets)
	plan.told()
	for {
		before, err := s.newest(ctx, draft.Code)
		if err != nil {
			return plan.report, err
		}
		report := plan.report
		err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
			if report, err = run.publish(ctx, tx, draft, before); err != nil {
				return err
			}
			return keep(ctx, tx, report)
		})
		if !errors.Is(err, errPublishedMeanwhile) {
			return report, err
		}
	}
}

var errPublishedMeanwhile = errors.New("another version was published meanwhile")

// newest is the newest published version of a course, and one without lessons where there is none.
func (s *Installer) newest(ctx context.Context, code string) (*content.Version, error) {
	newest, err := s.courses.Newest(ctx, s.db, code)
	if err != nil || newest.Number == 0 {
		return &content.Version{}, err
	}
	return s.courses.Version(ctx, newest.VersionID)
}

// installation is one run of Install.
type installation struct {
	*Installer
	plan   *plan
	by     uuid.UUID
	assets map[string]media.Asset // by path in the package
	links  *pack.Links
	step   func()
	done   int
}

// newInstallation can render; to store and publish it needs an Installer too.
func newInstallation(plan *plan) *installation {
	return &installation{
		plan: plan, assets: map[string]media.Asset{}, links: pack.NewLinks(plan.pkg), step: func() {},
	}
}

// storeAssets puts every file into the object store. A file that cannot be taken is a warning; a store that does not
// answer ends the import, which is tried again.
func (r *installation) storeAssets(ctx context.Context) error {
	for _, file := range r.plan.pkg.Assets {
		stored, err := r.storeAsset(ctx, file)
		if told, ok := fault.As(err); ok && told.Kind == fault.Invalid {
			r.plan.warn(file.Path, fault.Warning{Key: told.Key, Args: told.Args})
		} else if err != nil {
			return fmt.Errorf("storing %s: %w", file.Path, err)
		} else {
			r.assets[file.Path] = stored
			r.links.Add(file.Path, stored)
		}
		r.step()
	}
	r.plan.pkg.At("")
	return nil
}

func (r *installation) storeAsset(ctx context.Context, file pack.Asset) (media.Asset, error) {
	if file.Stored != nil {
		return *file.Stored, nil
	}
	reader, err := file.Open()
	if err != nil {
		return media.Asset{}, err
	}
	defer reader.Close()
	return r.courses.PutAsset(ctx, reader, path.Base(file.Path))
}

// renderAll renders the texts and questions of every lesson. It gives up between two lessons when ctx ends.
func (r *installation) renderAll(ctx context.Context) (content.Draft, error) {
	pkg := r.plan.pkg
	draft := content.Draft{
		Code: pkg.Code, CreatedBy: r.by, Languages: pkg.Languages, Titles: pkg.Titles, Summaries: pkg.Summaries,
		Licence: pkg.Licence, Attribution: pkg.Attribution, Competences: pkg.Competences, Digest: pkg.Digest, Picture: r.picture(),
		Note: pkg.Note,
	}
	for _, file := range pkg.Assets {
		if stored, ok := r.assets[file.Path]; ok {
			draft.Assets = append(draft.Assets, content.DraftAsset{
				Path: file.Path, SHA256: stored.SHA256, Licence: file.Licence, Attribution: file.Attribution,
				Lang: file.Lang,
			})
		}
	}
	for _, module := range pkg.Modules {
		planned := content.DraftModule{Key: module.Key, Titles: module.Titles}
		for _, source := range module.Lessons {
			if err := ctx.Err(); err != nil {
				return content.Draft{}, err
			}
			if lesson, taken := r.plan.lessons[source.Key]; taken {
				planned.Lessons = append(planned.Lessons, r.render(lesson))
				r.step()
			}
		}
		if len(planned.Lessons) > 0 {
			draft.Modules = append(draft.Modules, planned)
		}
	}
	pkg.At("")
	return draft, nil
}

// picture is that of the course, where it can be shown.
func (r *installation) picture() content.DraftPicture {
	chosen := r.plan.pkg.Picture
	stored, ok := r.assets[chosen.Path]
	switch {
	case !ok: // there is none, or why it could not be stored is told already
		return content.DraftPicture{}
	case !content.PictureFits(stored):
		r.plan.warn(chosen.Path, fault.Warn("", "content.picture_unfit", "Name", path.Base(chosen.Path), "Limit", content.MostPicture>>10))
		return content.DraftPicture{}
	}
	return content.DraftPicture{Path: chosen.Path, Alt: chosen.Alt}
}

func (r *installation) render(lesson *plannedLesson) content.DraftLesson {
	source := lesson.source
	draft := content.DraftLesson{
		Key: source.Key, Kind: source.Kind, Completion: completionOf(lesson), Minutes: source.Minutes,
		Texts: map[string]content.DraftText{},
	}
	for _, lang := range slices.Sorted(maps.Keys(source.Texts)) {
		text := source.Texts[lang]
		rendered := content.DraftText{
			Title: text.Title, Summary: text.Summary, Source: content.Source{Text: text.Source, Format: text.Syntax},
		}
		r.plan.pkg.At(text.Entry)
		renderer := r.renderer(text.Entry, text.Title, lang)
		for _, piece := range lesson.pieces[lang] {
			if piece.question != "" {
				rendered.Blocks = append(rendered.Blocks, content.Block{Question: piece.question})
				continue
			}
			html, warnings := renderer.Render(piece.source, text.Syntax)
			r.plan.log.Add(warnings...)
			rendered.Blocks = append(rendered.Blocks, content.Block{HTML: html})
			if lang == r.plan.pkg.Languages[0] && source.Minutes == 0 {
				draft.Minutes += markup.Minutes(html)
			}
		}
		draft.Texts[lang] = rendered
	}
	for i := range lesson.questions {
		lesson.questions[i].EachText(func(lang string, syntax assessment.Syntax, text string) string {
			entry := source.Texts[lang].Entry
			if source.Quiz != nil {
				entry = source.Quiz.Sources[lang].Entry
			}
			r.plan.pkg.At(entry)
			html, warnings := r.renderer(entry, "", lang).Render(text, string(syntax))
			r.plan.log.Add(warnings...)
			return html
		})
	}
	return draft
}

// completionOf is how a lesson is completed: as its author says, where that can be. Of a lesson of which nothing is said
// the questions are answered, if it has any. All formats leave this to be decided here.
func completionOf(lesson *plannedLesson) string {
	switch {
	case lesson.source.Quiz != nil:
		return content.ByQuiz
	case lesson.quiz == nil:
		return content.ByReading
	case lesson.source.Completion == "":
		return content.ByQuestion
	default:
		return lesson.source.Completion
	}
}

// renderer is the renderer of one text: links lead to the stored assets, words for the ear are in the text's language.
func (r *installation) renderer(entry, title, lang string) *markup.Renderer {
	return &markup.Renderer{
		Resolve: r.links.From(entry), Entry: entry, Title: title, Lang: lang, Labels: markup.LabelsBy(i18n.For(lang).T),
	}
}

// publish keeps the quizzes and the version in the caller's transaction, unless the newest version came from the same
// package, and gives the report that says which it was. before is the newest version as it was read last; where it is
// that no more, all is left alone.
func (r *installation) publish(
	ctx context.Context, tx bun.Tx, draft content.Draft, before *content.Version,
) (Report, error) {
	report := r.plan.report
	if err := r.courses.Lock(ctx, tx, draft.Code, r.by); err != nil {
		return report, err
	}
	newest, err := r.courses.Newest(ctx, tx, draft.Code)
	if err != nil {
		return report, err
	}
	if report.Unchanged = newest.Digest == draft.Digest; report.Unchanged {
		return report, nil
	}
	if newest.VersionID != before.ID {
		return report, errPublishedMeanwhile
	}
	report.Warnings = append(missing(before, draft), report.Warnings...)
	if err := r.keepQuizzes(ctx, tx, draft); err != nil {
		return report, err
	}
	version, err := r.courses.SaveDraft(ctx, tx, draft)
	if err != nil {
		return report, err
	}
	if report.Version, err = r.courses.Publish(ctx, tx, version); err != nil {
		return report, err
	}
	return report, r.published(ctx, tx)
}

// keepQuizzes keeps the quizzes of a draft and names them in it.
func (r *installation) keepQuizzes(ctx context.Context, tx bun.Tx, draft content.Draft) error {
	for _, module := range draft.Modules {
		for i := range module.Lessons {
			lesson := &module.Lessons[i]
			planned := r.plan.lessons[lesson.Key]
			if planned.quiz == nil {
				continue
			}
			id, err := r.quizzes.SaveQuiz(ctx, tx, *planned.quiz, planned.questions)
			if err == nil {
				err = r.quizzes.Freeze(ctx, tx, id)
			}
			if err != nil {
				return fmt.Errorf("keeping the quiz of %s: %w", lesson.Key, err)
			}
			lesson.QuizID = id
		}
	}
	return nil
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
