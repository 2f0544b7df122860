package markup_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vatra/content/markup"
	"vatra/content/media"
)

var (
	sum      = strings.Repeat("ab", 32)
	smallSum = strings.Repeat("cd", 32)
	library  = map[string]markup.Resolved{
		"map.png": asset("map.png", media.Asset{
			SHA256: sum, MediaType: "image/png", Size: 90_000, Width: 1200, Height: 600,
			Variants: []media.Variant{{Width: 480, SHA256: smallSum, MediaType: "image/png"}},
		}),
		"photo.jpg": asset("photo.jpg", media.Asset{
			SHA256: sum, MediaType: "image/jpeg", Size: 4_000_000, Width: 4000, Height: 3000,
			Variants: []media.Variant{
				{Width: 480, SHA256: smallSum, MediaType: "image/jpeg"},
				{Width: 960, SHA256: smallSum, MediaType: "image/jpeg"},
				{Width: 1440, SHA256: smallSum, MediaType: "image/jpeg"},
			},
		}),
		"icon.png":   asset("icon.png", media.Asset{SHA256: sum, MediaType: "image/png", Size: 900, Width: 64, Height: 32}),
		"clip.mp4":   asset("clip.mp4", media.Asset{SHA256: sum, MediaType: "video/mp4", Size: 12_345_678}),
		"clip.vtt":   asset("clip.vtt", media.Asset{SHA256: smallSum, MediaType: "text/vtt", Size: 300}),
		"song.mp3":   asset("song.mp3", media.Asset{SHA256: sum, MediaType: "audio/mpeg", Size: 2_500_000}),
		"plan.pdf":   asset("plan.pdf", media.Asset{SHA256: sum, MediaType: "application/pdf", Size: 1_234_567}),
		"page.html":  asset("page.html", media.Asset{SHA256: sum, MediaType: "text/html; charset=utf-8", Size: 100}),
		"./02-b.md":  {Link: markup.LessonLink("b")},
		"odd)(n.png": asset("odd)(n.png", media.Asset{SHA256: sum, MediaType: "image/png", Size: 900, Width: 64, Height: 32}),
	}
)

func asset(name string, a media.Asset) markup.Resolved {
	return markup.Resolved{Link: markup.AssetLink(a.SHA256, name), Name: name, Asset: &a}
}

func renderer() *markup.Renderer {
	return &markup.Renderer{
		Resolve: func(link string) (markup.Resolved, bool) {
			found, ok := library[link]
			return found, ok
		},
		Entry: "01.md", Lang: "ro",
		Labels: markup.Labels{Table: "Tabel", Footnotes: "Note", Back: "Înapoi la text", Tones: map[string]string{"tip": "Sfat"}},
	}
}

func TestMarkdownBecomesAPage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"text":          {"Bună **ziua**, ~~domnule~~.", `<p>Bună <strong>ziua</strong>, <del>domnule</del>.</p>`},
		"lesson link":   {"[next](./02-b.md)", `<p><a href="lesson:b">next</a></p>`},
		"external link": {"<https://Example.org/a?b=1&c=2>", `<p><a href="https://Example.org/a?b=1&amp;c=2" rel="noopener">https://Example.org/a?b=1&amp;c=2</a></p>`},
		"mail":          {"[write](mailto:a@b.ro)", `<p><a href="mailto:a@b.ro">write</a></p>`},
		"code language": {"```go\na < b\n```", "<pre tabindex=\"0\"><code class=\"language-go\">a &lt; b\n</code></pre>"},
		"small image": {
			"![an icon](icon.png)",
			`<p><img src="asset:` + sum + `/icon.png" alt="an icon" loading="lazy" width="64" height="32"></p>`,
		},
		"wide image": {
			"![a map](map.png)",
			`<p><img src="asset:` + sum + `/map.png" alt="a map" loading="lazy" width="1200" height="600"` +
				` srcset="asset:` + smallSum + `/map-480.png 480w, asset:` + sum + `/map.png 1200w"` +
				` sizes="(min-width: 48rem) 44rem, 100vw"></p>`,
		},
		"image of a given width": {
			`<img src="map.png" alt="a map" width="300" style="float:left" class="x">`,
			`<img src="asset:` + sum + `/map.png" alt="a map" loading="lazy" width="300" height="150"` +
				` srcset="asset:` + smallSum + `/map-480.png 480w, asset:` + sum + `/map.png 1200w"` +
				` sizes="(min-width: 300px) 300px, 100vw">`,
		},
		"download": {
			"[the plan](plan.pdf)",
			`<p><a href="asset:` + sum + `/plan.pdf">the plan <span class="file">(PDF, 1,2` + "\u00a0" + `MB)</span></a></p>`,
		},
		"note": {"> [!TIP]\n> Ask *first*.", "<div class=\"note tip\"><p><strong>Sfat</strong></p>\n<p>Ask <em>first</em>.</p>\n</div>"},
		"note of a list, in a tone without a word": {
			"> [!Caution]\n> - one", "<div class=\"note warning\">\n\n<ul>\n<li>one</li>\n</ul>\n</div>",
		},
		"note without words":    {"> [!NOTE]", ""},
		"quotation like a note": {"> [!WHAT] is it?", "<blockquote>\n<p>[!WHAT] is it?</p>\n</blockquote>"},
		"quotation": {
			"> To be.\n>\n> — *Hamlet*",
			"<figure class=\"quote\"><blockquote>\n<p>To be.</p>\n\n</blockquote><figcaption>— <em>Hamlet</em></figcaption></figure>",
		},
		"fold":                   {"<details>\n<summary>More</summary>\n\nIt *is*.\n\n</details>", "<details>\n<summary>More</summary>\n<p>It <em>is</em>.</p>\n</details>"},
		"fold that says nothing": {"<details>\n<summary> </summary>\n\nIt is.\n\n</details>", "<p>It is.</p>"},
		"caption": {
			"| a |\n|---|\n| b |\n\n: Of *what*\n\nText.",
			`<div class="table-scroll" tabindex="0" role="region" aria-label="Of what"><table><caption>Of <em>what</em></caption>` +
				"\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table></div>\n\n<p>Text.</p>",
		},
		"table without a head": {
			"|  |\n|---|\n| b |",
			`<div class="table-scroll" tabindex="0" role="region" aria-label="Tabel 1"><table>` +
				"\n\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table></div>",
		},
		"tasks": {
			"- [ ] first\n- [x] second",
			"<ul>\n<li class=\"task\">☐ first</li>\n<li class=\"task\">☑ second</li>\n</ul>",
		},
		"table": {
			"| Year | |\n|---:|:-:|\n| 2026 | b |",
			`<div class="table-scroll" tabindex="0" role="region" aria-label="Tabel 1"><table>
<thead>
<tr>
<th class="align-right" scope="col">Year</th>
<td class="align-center"></td>
</tr>
</thead>
<tbody>
<tr>
<td class="align-right">2026</td>
<td class="align-center">b</td>
</tr>
</tbody>
</table></div>`,
		},
		"video": {
			"[Watch this](clip.mp4)",
			`<figure class="media"><video src="asset:` + sum + `/clip.mp4" controls="" preload="none" aria-label="Watch this">` +
				`<track kind="captions" src="asset:` + smallSum + `/clip.vtt" srclang="ro" label="ro"></video>` +
				`<figcaption><a href="asset:` + sum + `/clip.mp4">Watch this <span class="file">(MP4, 12` + "\u00a0" + `MB)</span></a></figcaption></figure>`,
		},
		"sound in a sentence": {
			"Hear [it](song.mp3) now.",
			`<p>Hear <a href="asset:` + sum + `/song.mp3">it <span class="file">(MP3, 2,5` + "\u00a0" + `MB)</span></a> now.</p>`,
		},
		"video of the author": {
			`<video autoplay onplay="x()"><source src="clip.mp4" type="video/mp4"><track src="clip.vtt" kind="subtitles" srclang="en" label="English"></video>`,
			`<p><video src="asset:` + sum + `/clip.mp4" controls="" preload="none" aria-label="clip.mp4">` +
				`<track src="asset:` + smallSum + `/clip.vtt" kind="subtitles" srclang="en" label="English"></video></p>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, warnings := renderer().Render(c.source, markup.SyntaxMarkdown)
			if got != c.want || len(warnings) > 0 {
				t.Errorf("got  %s\nwant %s\nwarnings %v", got, c.want, warnings)
			}
		})
	}
}

func TestLargePhotoNeverLoadsWhole(t *testing.T) {
	t.Parallel()
	got, _ := renderer().Render("![x](photo.jpg)", markup.SyntaxMarkdown)
	if strings.Contains(got, sum) || !strings.Contains(got, "/photo-1440.jpg 1440w") || !strings.Contains(got, `/photo-960.jpg" alt`) {
		t.Errorf("got %s", got)
	}
}

// What is left of a hostile or broken source, in words, and what the author is told.
func TestWhatALessonMayNotHold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want, warning string }{
		"script":              {`a<script>alert(1)</script>b`, `<p>ab</p>`, "content.element_removed"},
		"handler":             {`<p onclick="x()" style="color:red" class="y">a</p>`, `<p>a</p>`, ""},
		"script link":         {`[a](javascript:alert(1))`, `<p>a</p>`, "content.link_refused"},
		"hidden script link":  {"<a href=\"java\tscript:alert(1)\">a</a>", `<p>a</p>`, "content.link_refused"},
		"entity script link":  {`<a href="&#106;avascript:alert(1)">a</a>`, `<p>a</p>`, "content.link_refused"},
		"spaced script link":  {`<a href=" javascript:alert(1)">a</a>`, `<p>a</p>`, "content.link_refused"},
		"vbscript":            {`<a href="vbscript:x">a</a>`, `<p>a</p>`, "content.link_refused"},
		"data link":           {`<a href="data:text/html,<script>alert(1)</script>">a</a>`, `<p>a</p>`, "content.link_refused"},
		"data image":          {`![a](data:image/svg+xml;base64,PHN2Zz4=)`, `<p><span class="missing">a</span></p>`, "content.image_missing"},
		"missing image":       {`![the words](gone.png)`, `<p><span class="missing">the words</span></p>`, "content.image_missing"},
		"missing link":        {`[the words](../gone.md)`, `<p>the words</p>`, "content.link_missing"},
		"page of the site":    {`[click](/logout)`, `<p>click</p>`, "content.link_missing"},
		"remote image":        {`![cat](https://e.org/c.png)`, `<p><a href="https://e.org/c.png" rel="noopener">cat</a></p>`, "content.image_remote"},
		"remote in a link":    {`[![cat](//e.org/c.png)](plan.pdf)`, `<p><a href="asset:` + sum + `/plan.pdf"><span class="missing">cat</span> <span class="file">(PDF, 1,2` + "\u00a0" + `MB)</span></a></p>`, "content.image_remote"},
		"image without words": {`![](icon.png)`, `<p><img src="asset:` + sum + `/icon.png" alt="" loading="lazy" width="64" height="32"></p>`, "content.image_without_text"},
		"frame":               {`<iframe src="https://e.org/v" title="A film"></iframe>`, `<a href="https://e.org/v" rel="noopener">A film</a>`, "content.frame_linked"},
		"frame that runs":     {`<iframe src="javascript:alert(1)"></iframe>`, ``, "content.link_refused"},
		"frame source":        {`<iframe srcdoc="<script>alert(1)</script>"></iframe>`, ``, ""},
		"object":              {`<object data="https://e.org/x.swf"><embed src="y"></object>`, `<p><a href="https://e.org/x.swf" rel="noopener">https://e.org/x.swf</a></p>`, "content.frame_linked"},
		"drawing":             {`<svg><script>alert(1)</script><a xlink:href="javascript:x"><text>a</text></a></svg>b`, `<p>b</p>`, "content.element_removed"},
		"formula":             {`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>`, ``, "content.element_removed"},
		"style":               {`<style>@import url(//e.org)</style>a`, `a`, ""},
		"noscript":            {`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<p>&#34;&gt;</p>`, "content.image_missing"},
		"template":            {`<template><script>alert(1)</script></template>`, ``, ""},
		"base and meta":       {`<base href="//e.org"><meta http-equiv="refresh" content="0;//e.org">a`, `a`, ""},
		"form":                {`<form action="/logout"><input name="a"><button>go</button><b>b</b></form>`, `<b>b</b>`, "content.element_removed"},
		"comment":             {`a<!-- <script> -->b`, `<p>ab</p>`, ""},
		"nested":              {`<<script>script>alert(1)<</script>/script>`, `<p>&lt;/script&gt;</p>`, "content.element_removed"},
		"unclosed":            {`<b><a href="https://e.org/"><i>x`, `<p><b><a href="https://e.org/" rel="noopener"><i>x</i></a></b></p><b><i>` + "\n" + `</i></b>`, ""},
		"image handler":       {`<img src=x onerror=alert(1)>`, ``, "content.image_missing"},
		"image set":           {`<img src="icon.png" alt="i" srcset="https://e.org/a.png 2x">`, `<img src="asset:` + sum + `/icon.png" alt="i" loading="lazy" width="64" height="32">`, ""},
		"remote video":        {`<video src="https://e.org/v.mp4" poster="https://e.org/p.png"></video>`, `<p><a href="https://e.org/v.mp4" rel="noopener">https://e.org/v.mp4</a></p>`, "content.frame_linked"},
		"borrowed class":      {`<div class="table-scroll" role="alert" tabindex="5" id="main">a</div>`, `<div id="c-main">a</div>`, ""},
		"page as image":       {`![x](page.html)`, `<p><a href="asset:` + sum + `/page.html">x <span class="file">(HTML, 100` + "\u00a0" + `B)</span></a></p>`, ""},
		"list in a list":      {`<ol>a<ol><li>b</li></ol></ol>`, `<ol><li>a<ol><li>b</li></ol></li></ol>`, ""},
		"spans of an editor":  {`<span style="x"><span>a</span></span><div> </div><div id="x"></div>`, `<p>a</p><div id="c-x"></div>`, ""},
		"link that is mute":   {`<a href="https://e.org/"><img src="icon.png"></a>`, `<p><a aria-label="https://e.org/" href="https://e.org/" rel="noopener"><img src="asset:` + sum + `/icon.png" alt="" loading="lazy" width="64" height="32"></a></p>`, "content.image_without_text"},
		"name as words":       {`<img src="icon.png" alt="icon.png">`, `<img src="asset:` + sum + `/icon.png" alt="icon.png" loading="lazy" width="64" height="32">`, "content.image_without_text"},
		"null":                {"a\x00b", "<p>a\uFFFDb</p>", ""},
		"no UTF-8":            {"a\xffb", "<p>a\uFFFDb</p>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, warnings := renderer().Render(c.source, markup.SyntaxMarkdown)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			told := ""
			for _, w := range warnings {
				told = w.Key
				if w.Key == c.warning && w.Entry == "01.md" {
					return
				}
			}
			if c.warning != told {
				t.Errorf("warnings %v, want %q", warnings, c.warning)
			}
		})
	}
}

// Whatever is thrown at it, the result holds only what the page's policy lets work anyway.
func FuzzNothingRuns(f *testing.F) {
	for _, seed := range []string{
		`<a href="javascript:x">`, `<img src=x onerror=y>`, `<svg onload=x>`, "[a](<javascript:x>)", `<math><a xlink:href=javascript:x>`,
		`<table><td><script>`, `</textarea><script>`, `<select><style></select><img src=x onerror=y></style>`,
		`<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
		`<xmp><p title="</xmp><img src=x onerror=alert(1)>">`, "`<script>`", "[^1]\n\n[^1]: <script>x</script>",
	} {
		f.Add(seed)
	}
	inert := regexp.MustCompile(`^(https?|mailto|tel):|^#c-|^asset:|^lesson:`)
	f.Fuzz(func(t *testing.T, source string) {
		for _, syntax := range []string{markup.SyntaxMarkdown, markup.SyntaxHTML} {
			got, _ := renderer().Render(source, syntax)
			tokens := html.NewTokenizer(strings.NewReader(got))
			for tokens.Next() != html.ErrorToken {
				token := tokens.Token()
				switch token.Data {
				case "script", "style", "svg", "math", "iframe", "object", "embed", "form", "base", "meta", "link", "template":
					if token.Type == html.StartTagToken {
						t.Fatalf("%q became %q", source, got)
					}
				}
				for _, a := range token.Attr {
					if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "href" && !inert.MatchString(a.Val) ||
						a.Key == "src" && !strings.HasPrefix(a.Val, "asset:") {
						t.Fatalf("%q became %q", source, got)
					}
				}
			}
		}
	})
}

func TestHeadingsContinueFromPieceToPiece(t *testing.T) {
	t.Parallel()
	r := renderer()
	r.Title = "Phishing!"
	first, _ := r.Render("# Phishing\n\n### Signs\n\n##### Sender\n\n##### Hurry\n\n[below](#What-to-do)", markup.SyntaxMarkdown)
	second, _ := r.Render("### What to do?\n\n### Signs\n\n<h1></h1>", markup.SyntaxMarkdown)
	want := `<h2 id="c-signs">Signs</h2>
<h3 id="c-sender">Sender</h3>
<h3 id="c-hurry">Hurry</h3>
<p><a href="#c-what-to-do">below</a></p>
<h2 id="c-what-to-do">What to do?</h2>
<h2 id="c-signs-1">Signs</h2>`
	if got := first + "\n" + second; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFootnotesLeadThereAndBack(t *testing.T) {
	t.Parallel()
	r := renderer()
	for piece := 1; piece <= 2; piece++ {
		got, _ := r.Render("Claim.[^a]\n\n[^a]: Proof.", markup.SyntaxMarkdown)
		for _, want := range []string{
			fmt.Sprintf(`<sup id="c-%d-fnref.1"><a href="#c-%d-fn.1" role="doc-noteref">1</a></sup>`, piece, piece),
			`<section class="footnotes" role="doc-endnotes" aria-label="Note">`,
			fmt.Sprintf(`<li id="c-%d-fn.1">`, piece),
			fmt.Sprintf(`<a href="#c-%d-fnref.1" role="doc-backlink" aria-label="Înapoi la text">`, piece),
		} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s in %s", want, got)
			}
		}
	}
}

func TestDeepNestingLeavesItsWords(t *testing.T) {
	t.Parallel()
	got, warnings := renderer().Render(strings.Repeat("<div>", 5000)+"words"+strings.Repeat("</div>", 5000), markup.SyntaxHTML)
	if !strings.Contains(got, "words") || len(warnings) != 1 {
		t.Errorf("got %d bytes, warnings %v", len(got), warnings)
	}
}

func TestMinutesAreRoundedUp(t *testing.T) {
	t.Parallel()
	for words, want := range map[int]int{0: 0, 1: 1, 200: 1, 201: 2, 1000: 5} {
		if got := markup.Minutes("<p title='not read'>" + strings.Repeat("cuvânt ", words) + "</p>"); got != want {
			t.Errorf("%d words: %d minutes, want %d", words, got, want)
		}
	}
}
