package markup_test

import (
	"testing"

	"vatra/content/markup"
)

func TestAddressesAreThoseOfTheSite(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<a href="lesson:next#c-what-to-do">next</a>`: `<a href="/courses/town/lessons/next#c-what-to-do">next</a>`,
		`<p>a<a href="asset:` + sum + `/plan.pdf">b</a></p>`: `<p>a<a href="/assets/` + sum +
			`/plan.pdf">b</a></p>`,
		`<img src="asset:` + sum + `/a%20b.png" alt="&#34;1&#34; &amp; &lt;2&gt;" srcset="asset:` + smallSum +
			`/a%20b-480.png 480w, asset:` + sum + `/a%20b.png 1200w">`: `<img src="/assets/` + sum +
			`/a%20b.png" alt="&#34;1&#34; &amp; &lt;2&gt;" srcset="/assets/` + smallSum +
			`/a%20b-480.png 480w, /assets/` + sum + `/a%20b.png 1200w">`,
		`<video src="asset:` + sum + `/v.mp4" controls=""><track src="asset:` + smallSum + `/v.vtt"></video>`: `<video src="/assets/` +
			sum + `/v.mp4" controls=""><track src="/assets/` + smallSum + `/v.vtt"></video>`,
	} {
		got := markup.Addresses(source, "town")
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if again := markup.Addresses(got, "town"); again != want {
			t.Errorf("done again it gives %s", again)
		}
	}
}

// TestWordsAboutAddressesStay also where they look like an attribute, or stand in one that is no link.
func TestWordsAboutAddressesStay(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		`<p>Write asset:` + sum + `/map.png or href=&#34;lesson:next&#34;.</p>`,
		`<pre tabindex="0"><code>&lt;a href=&#34;asset:x&#34;&gt;, href="lesson:next", 'src="asset:x'</code></pre>`,
		`<p>a > b, "asset:" 'lesson:' & more</p>`,
		`<img alt="asset:x" title='src="lesson:y"'><a aria-label="lesson:z" href="https://e.org/asset:x?lesson:y">e</a>`,
		`<a href="#c-asset:x">asset:</a>`,
	} {
		if got := markup.Addresses(source, "town"); got != source {
			t.Errorf("got  %s\nwant %s", got, source)
		}
	}
}

func TestOnlyTheRendererLeadsIntoTheCourse(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		`<a href="asset:` + sum + `/other.pdf">x</a>`, `<a href="lesson:secret">x</a>`, `<a href="/courses/c/lessons/b">x</a>`,
		`<a href="/assets/` + sum + `/plan.pdf">x</a>`,
	} {
		if got, _ := renderer().Render(source, markup.SyntaxHTML); got != "x" {
			t.Errorf("%s became %s", source, got)
		}
	}
	for _, link := range []string{"/courses/c/lessons/b", "/assets/" + sum + "/plan.pdf", "asset:x", "lesson:a?b=c", "lesson:"} {
		if got := markup.Sanitise(`<a href="` + link + `">x</a>`); got != "x" {
			t.Errorf("%s is kept as %s", link, got)
		}
	}
}
