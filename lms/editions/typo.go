package editions

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/aymanbagabas/go-udiff"
	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/intake"
)

// A slip of the pen is one where the lessons, questions, answers and rules are the same, and of each text a few words at most are
// others, none of them with a digit: three, or one in fifty.
const (
	fewWords = 3
	oneIn    = 50
)

// Correct is authoring.Publish for a draft in which nothing but slips of the pen was put right. So translations that were current stay
// so, and those who are in the middle of the version that was public are moved to this one; it gives how many were, and how many
// stay, since they sit an exam. Invalid with the field kind where more has changed. Its other faults are those of Publish and of Move.
func (e *Editions) Correct(
	ctx context.Context, actor access.Actor, draftID uuid.UUID, wanted authoring.Publishing,
) (report intake.Report, moved, staying int, err error) {
	if err := e.onlySlips(ctx, actor, draftID); err != nil {
		return intake.Report{}, 0, 0, err
	}
	report, err = e.authoring.Publish(ctx, actor, draftID, wanted)
	if err != nil || report.Unchanged {
		return report, 0, 0, err
	}
	if err := e.authoring.Confirm(ctx, actor, draftID, few); err != nil {
		return report, 0, 0, err
	}
	moved, staying, err = e.Move(ctx, actor, draftID, wanted.Base, report.Version)
	return report, moved, staying, err
}

func (e *Editions) onlySlips(ctx context.Context, actor access.Actor, draftID uuid.UUID) error {
	draft, pkg, err := e.authoring.Pack(ctx, actor, draftID)
	if err != nil {
		return err
	}
	if draft.NewestID == uuid.Nil {
		return refused("versions.typo_first")
	}
	rendered, asked, err := intake.Rendered(ctx, pkg)
	if err != nil {
		return err
	}
	newest, err := e.courses.Version(ctx, draft.NewestID)
	if err != nil {
		return err
	}
	before, err := e.edition(ctx, newest)
	if err != nil {
		return err
	}
	return slips(before, editionOf(rendered, asked, pkg.Zone))
}

// editionOf is what a draft would say if it were published.
func editionOf(draft content.Draft, asked map[string]intake.Asked, zone *time.Location) edition {
	made := edition{languages: draft.Languages, about: aboutOf(&content.Version{
		Languages: draft.Languages, Licence: draft.Licence, Attribution: draft.Attribution, Titles: draft.Titles, Summaries: draft.Summaries,
		Competences: draft.Competences,
	})}
	for _, module := range draft.Modules {
		one := part{key: module.Key, titles: module.Titles, values: studio.Values{}}
		one.values.Put(studio.Title, module.Titles)
		made.modules = append(made.modules, one)
		for _, its := range module.Lessons {
			taken := draftLesson(its, asked[its.Key], zone)
			taken.module = module.Key
			made.lessons = append(made.lessons, taken)
		}
	}
	return made
}

func draftLesson(its content.DraftLesson, asked intake.Asked, zone *time.Location) lesson {
	known := content.Lesson{Key: its.Key, Kind: its.Kind, Completion: its.Completion, Minutes: its.Minutes, Titles: map[string]string{}}
	var sources []content.LessonSource
	for tag, text := range its.Texts {
		known.Titles[tag] = text.Title
		sources = append(sources, content.LessonSource{Lang: tag, Title: text.Title, Summary: text.Summary, Source: text.Source})
	}
	var questions []*assessment.Question
	for i := range asked.Questions {
		questions = append(questions, &asked.Questions[i])
	}
	return lessonOf(known, sources, asked.Quiz, questions, zone)
}

// slips is nil where nothing but slips of the pen tells the editions apart.
func slips(before, after edition) error {
	if !slices.Equal(before.languages, after.languages) {
		return refused("versions.typo_lessons")
	}
	same := func(a, b lesson) bool { return a.key == b.key && a.module == b.module }
	if !slices.EqualFunc(before.lessons, after.lessons, same) || !slices.EqualFunc(before.modules, after.modules, samePart) {
		return refused("versions.typo_lessons")
	}
	for i, lesson := range after.lessons {
		if !slices.EqualFunc(before.lessons[i].questions, lesson.questions, samePart) {
			title, _ := lesson.titles.In(after.languages[0], after.languages...)
			return refused("versions.typo_questions", "Lesson", title)
		}
	}
	for _, tag := range after.languages {
		told := compare(before, after, tag)
		if !slight(told.About) || !slight(told.Modules) {
			return refused("versions.typo_about")
		}
		for _, shift := range told.Lessons {
			title, _ := shift.Titles.In(tag, after.languages...)
			if slices.ContainsFunc(shift.Changes, ofRules) {
				return refused("versions.typo_rules", "Lesson", title)
			}
			if !slight(shift.Changes) {
				return refused("versions.typo_words", "Lesson", title)
			}
			if slices.ContainsFunc(shift.Questions, func(q Shift) bool { return !slight(q.Changes) }) {
				return refused("versions.typo_words", "Lesson", title)
			}
		}
	}
	return nil
}

func samePart(a, b part) bool { return a.key == b.key && a.form == b.form }

func refused(key string, args ...any) error {
	fields := fault.Fields{}
	fields.Add("kind", key, args...)
	return fields.Err()
}

// ofRules reports whether a change is of what a lesson asks of its learners.
func ofRules(one Change) bool { return !studio.Translated(one.Name) && !slight([]Change{one}) }

// slight reports whether the changes are of words alone, and few. Minutes that are reckoned from a text follow it.
func slight(all []Change) bool {
	return !slices.ContainsFunc(all, func(one Change) bool {
		switch one.Name {
		case studio.Title, studio.Summary, studio.Text, studio.PictureAlt:
			return !few(one.Before, one.After)
		case studio.Minutes:
			was, _ := strconv.Atoi(one.Before)
			is, _ := strconv.Atoi(one.After)
			return max(was-is, is-was) > 1
		}
		return true
	})
}

// few reports whether a few words at most are others, and no digit.
func few(before, after string) bool {
	lines := func(text string) string { return strings.Join(strings.Fields(text), "\n") + "\n" }
	old := lines(before)
	gone, fresh := 0, 0
	for _, edit := range udiff.Lines(old, lines(after)) {
		was := old[edit.Start:edit.End]
		if strings.ContainsFunc(was+edit.New, unicode.IsDigit) {
			return false
		}
		gone, fresh = gone+len(strings.Fields(was)), fresh+len(strings.Fields(edit.New))
	}
	most := max(fewWords, len(strings.Fields(before))/oneIn)
	return before != "" && after != "" && gone <= most && fresh <= most
}
