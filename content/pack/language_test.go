package pack

import (
	"testing"
)

func TestLanguagesOfTheHouseAreToldApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"# Сигурност\n\nНе отваряйте прикачени файлове от непознати. Обадете се на подателя.":                              "bg",
		"# Безбедност\n\nНе отворајте прилози од непознати луѓе. Секогаш проверете кој ви пишува.":                         "mk",
		"# Безбедност\n\nНе отварајте прилоге од непознатих људи. Увек проверите ко вам пише, пре него што ћете кликнути.": "sr",
		"# Siguria\n\nMos i hapni bashkëngjitjet nga të panjohurit. Telefononi dhe pyesni se kush është dërguesi.":         "sq",
		"# Siguranță\n\nNu deschideți fișiere de la necunoscuți. Sunați mai întâi expeditorul.":                            "ro",
		"# Safety\n\nDo not open attachments from people you do not know. Call the sender first.":                          "en",
		"Модул първи": "bg",
	} {
		if got := GuessLanguage(text); got != want {
			t.Errorf("%q is taken for %s, want %s", text, got, want)
		}
	}
}

func TestAShortTextHasNoStrangeLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		known []string
		want  string
	}{
		{"# Lesson one\n\nHello world, one more.", nil, "und"},
		{"# Lesson one\n\nHello world, one more.", []string{"en"}, "en"},
		{"# Lesson one\n\nHello world, one more.", []string{"ro", "en"}, "ro"},
		{"# Documents\n\nName your files so that others find them.", []string{"ro", "en"}, "en"},
		{"Модул", nil, "und"},
		{"", nil, "und"},
		{"Benvenuti al corso di sicurezza informatica.", []string{"en"}, "it"},
	} {
		if got := GuessLanguage(c.text, c.known...); got != c.want {
			t.Errorf("%q beside %v is taken for %s, want %s", c.text, c.known, got, c.want)
		}
	}
}
