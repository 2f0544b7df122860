package advice_test

import (
	"strings"
	"testing"

	"vatra/content/studio/advice"
)

func TestWhatReadersWouldStumbleOver(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("cuvânt ", 36)
	for _, c := range []struct{ tag, text, want string }{
		{"ro", "Registrul se citește [la ghișeu](https://primarie.example/ghiseu).", ""},
		{"ro", "Vedeți [aici](https://primarie.example/registru).", "studio.advice_link_vague"},
		{"ro", "Vedeți [Click aici!](https://primarie.example/registru).", ""},
		{"bg", "Вижте [тук](https://obshtina.example/registar).", "studio.advice_link_vague"},
		{"en", "See [here](https://town.example/register).", "studio.advice_link_vague"},
		{"en", "Why we are [here](#why) to stay: vedeți [aici](#x).", "studio.advice_link_vague"},
		{"en", "[https://town.example/a/very/long/way](https://town.example/a/very/long/way)", "studio.advice_link_address"},
		{"en", "[https://town.example](https://town.example)", ""},
		{"en", "![IMG_2041.jpg](files/IMG_2041.jpg)", "studio.advice_alt_name"},
		{"en", "![DSC0041](files/a.jpg)", "studio.advice_alt_name"},
		{"en", "![](files/line.png)", ""},
		{"en", "![The counter of the town hall](files/a.jpg)", ""},
		{"en", "![" + strings.Repeat("A counter. ", 30) + "](files/a.jpg)", "studio.advice_alt_long"},
		{"ro", long + ".", "studio.advice_sentence"},
		{"ro", "- " + long, "studio.advice_sentence"},
		{"ro", strings.Repeat("Două cuvinte. ", 40), ""},
		{"ro", "```\n" + long + "\n```", ""},
		{"ro", strings.Repeat("[", 5000), ""},
	} {
		got := ""
		for _, one := range advice.Text(c.text, c.tag) {
			got += one.Key
		}
		if got != c.want {
			t.Errorf("%.60q in %s: %q, want %q", c.text, c.tag, got, c.want)
		}
	}
}
