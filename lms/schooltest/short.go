package schooltest

import (
	"vatra/content/pack/packtest"
	"vatra/lms/intake"
)

// InstallShort brings in a course of two lessons and an exam, in one language, under the code that the seeded track asks for:
// enough where a test is about people, and in a tenth of the time of InstallStarter.
func (s *School) InstallShort() intake.Report {
	s.t.Helper()
	return s.Install(packtest.Folder(s.t, map[string]string{
		"course.yaml": "vatra: 1\ncode: digital-literacy-basics\ntitle: {ro: Pe scurt, en: In short}\nlanguages: [ro]\nlicence: CC0-1.0\n" +
			"modules:\n  - {folder: 01-a, title: {ro: Documente}}\n" +
			"quizzes:\n  - {key: final, file: quizzes/final, title: {ro: Test final}, after: 01-a, pass_mark: 70, attempts: 3, time_limit: 30m}\n",
		"01-a/01-files.ro.md": "# Fișiere\n\nUn fișier are un nume.\n\n" + short("f-name"),
		"01-a/02-mail.ro.md":  "# E-mail\n\nUn e-mail are o adresă.\n",
		"quizzes/final.ro.md": short("f-one") + short("f-two"),
	}))
}

// short is a question with one right choice.
func short(key string) string {
	return "**Ce are un fișier?** {#" + key + " type=single points=1}\n\n- [x] Un nume\n- [ ] O adresă\n\n"
}
