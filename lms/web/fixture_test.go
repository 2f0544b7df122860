package web_test

import "strings"

// A course of two modules in Romanian and Bulgarian, with a gap in the Bulgarian and a quiz at the end.
func littleCourse() map[string]string {
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

// readingCourse has lessons to read and nothing else.
func readingCourse() map[string]string {
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
