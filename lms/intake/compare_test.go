package intake_test

import (
	"reflect"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestReportSaysWhichVersionItBecameAndWhatIsGone(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	first := s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	if first.Version != 1 || len(first.Warnings) > 0 {
		t.Errorf("of a new course: version %d, %v", first.Version, first.Warnings)
	}
	dir := packtest.Folder(t, map[string]string{
		"course.yaml":            "vatra: 1\ncode: digital-literacy-basics\ntitle: {en: Easier}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-all/01-second.en.md": "# The second, renamed\n\nTwo.\n",
		"01-all/02-new.en.md":    "# New\n\nThree. ![a](none.png)\n",
	})
	second := s.Install(dir)
	args := map[string]any{"Number": 1}
	want := []fault.Warning{
		{Entry: "First", Key: "import.lesson_gone", Args: args}, {Entry: "Final", Key: "import.quiz_gone", Args: args},
	}
	if second.Version != 2 || len(second.Warnings) != 3 || !reflect.DeepEqual(second.Warnings[:2], want) {
		t.Errorf("of one in its place: version %d, %v", second.Version, second.Warnings)
	}
	if again := s.Install(dir); !again.Unchanged || again.Version != 0 || len(again.Warnings) != 1 {
		t.Errorf("of the same again: %+v", again)
	}
}
