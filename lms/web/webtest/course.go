package webtest

import "strings"

// LittleCourse is a course of two modules in Romanian and Bulgarian, with a gap in the Bulgarian and a quiz at the end.
func LittleCourse() map[string]string {
	return map[string]string{
		"course.yaml": `vatra: 1
code: little
title: {ro: "Curs mic", bg: "Малък курс"}
summary: {ro: "Despre puțin.", bg: "За малко."}
languages: [ro, bg]
licence: CC-BY-4.0
attribution: {title: "Curs mic", author: "Primăria Vatra", source: "https://example.org/curs"}
modules:
  - {folder: 01-one, title: {ro: "Primul modul", bg: "Първи модул"}}
  - {folder: 02-two, title: {ro: "Al doilea modul", bg: "Втори модул"}}
quizzes:
  - {key: final, file: quizzes/final, title: {ro: "Test final", bg: "Последен тест"}, after: 02-two, time_limit: 30m, attempts: 3, pass_mark: 70}
assets:
  - {path: images/map.svg, licence: CC0-1.0, author: "Ion Pop"}
`,
		"01-one/01-start.ro.md": "# Începutul\n\nPrima frază.\n\n![Harta](../images/map.svg)\n\n## Pasul doi\n\nTabel:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
		"01-one/01-start.bg.md": "# Началото\n\nПървото изречение.\n",
		"01-one/02-more.ro.md":  "# Mai departe\n\nNumai în română. [Fișierul](../images/notes.pdf)\n",
		"02-two/01-end.ro.md":   "# Sfârșitul\n\nUltima frază.\n",
		"02-two/01-end.bg.md":   "# Краят\n\nПоследното изречение.\n",
		"images/map.svg":        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Harta</title><path d="M0 0h10v10z"/></svg>`,
		"images/notes.pdf":      "%PDF-1.4\n" + strings.Repeat("% notes\n", 40000) + "%%EOF\n",
		"quizzes/final.ro.md":   "**Cât fac doi și doi?** {#sum}\n\n- [ ] Trei\n- [x] Patru\n\n**Cerul este albastru?** {#sky}\n\n- [x] Da\n- [ ] Nu\n",
		"quizzes/final.bg.md":   "**Колко е две и две?** {#sum}\n\n- [ ] Три\n- [x] Четири\n\n**Синьо ли е небето?** {#sky}\n\n- [x] Да\n- [ ] Не\n",
	}
}

// ReadingCourse has lessons to read and nothing else.
func ReadingCourse() map[string]string {
	return map[string]string{
		"course.yaml": `vatra: 1
code: digital-literacy-basics
title: {en: "Only to read"}
languages: [en]
licence: CC0-1.0
modules:
  - {folder: 01-all, title: {en: "All"}}
`,
		"01-all/01-first.en.md":  "# First\n\nOne.\n",
		"01-all/02-second.en.md": "# Second\n\nTwo.\n",
	}
}

// QuizCourse has a lesson with questions inside, then a quiz with one question of each type. settings are more lines for
// the quiz, such as ", time_limit: 30m".
func QuizCourse(settings string) map[string]string {
	return map[string]string{
		"course.yaml": `vatra: 1
code: quizzed
title: {en: "Quizzed"}
languages: [en, ro]
licence: CC0-1.0
modules:
  - {folder: 01-one, title: {en: "One"}}
quizzes:
  - {key: final, file: quizzes/final, title: {en: "Final quiz", ro: "Test final"}, after: 01-one, pass_mark: 50` + settings + `}
`,
		"01-one/01-learn.en.md": "---\ncompletion: question\n---\n\n# Learn\n\nRead this.\n\n" +
			"**How many legs has a horse?** {#legs type=numeric}\n\n- [=] 4 +- 0\n\n> Yes, four.\n> Count again.\n\n" +
			"Then this.\n\n" +
			"**Which is a fruit?** {#fruit}\n\n- [x] Apple\n  > It grows on a tree.\n- [ ] Stone\n  > One cannot eat it.\n",
		"quizzes/final.en.md": strings.Join([]string{
			"**Two and two?** {#sum}\n\n- [ ] Three\n  > Too few.\n- [x] Four\n  > Just so.",
			"**Which are colours?** {#colours points=2}\n\n- [x] Red\n- [x] Blue\n- [ ] Salt\n  > Salt is no colour.",
			"**Is water wet?** {#wet type=truefalse}\n\n- [x] True\n- [ ] False",
			"**The capital of France?** {#paris}\n\n- [=] Paris",
			"**How many per cent is a half?** {#half type=numeric}\n\n- [=] 50 +- 0.5\n\n> Half of a hundred.\n> Think of a hundred.",
			"**Who says what?** {#says points=2}\n\n- [=] Cat => miaow\n- [=] Dog => woof",
		}, "\n\n") + "\n",
		"quizzes/final.ro.md": strings.Join([]string{
			"**Doi și cu doi?** {#sum}\n\n- [ ] Trei\n  > Prea puțin.\n- [x] Patru\n  > Întocmai.",
			"**Care sunt culori?** {#colours points=2}\n\n- [x] Roșu\n- [x] Albastru\n- [ ] Sare\n  > Sarea nu e culoare.",
			"**Apa este udă?** {#wet type=truefalse}\n\n- [x] Adevărat\n- [ ] Fals",
			"**Capitala Franței?** {#paris}\n\n- [=] Paris",
			"**Cât la sută este o jumătate?** {#half type=numeric}\n\n- [=] 50 +- 0.5\n\n> Jumătate din o sută.\n> Gândiți-vă la o sută.",
			"**Cine ce spune?** {#says points=2}\n\n- [=] Pisica => miau\n- [=] Câinele => ham",
		}, "\n\n") + "\n",
	}
}
