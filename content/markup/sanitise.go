package markup

import (
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// What the HTML of a lesson may point to: other sites, parts of the lesson, assets and lessons, the last two in the form
// that Addresses resolves. Pages of the site itself are not among them, so that no lesson can dress up a button that does
// something.
var (
	linkPattern  = regexp.MustCompile(`^(https?://|mailto:|tel:|#` + IDPrefix + `|` + anAsset + `|` + lessonScheme + `[^/?#\s]+(#` + IDPrefix + `\S+)?$)`)
	assetPattern = regexp.MustCompile(`^` + anAsset + `[^/\s]+$`)
	setPattern   = regexp.MustCompile(`^` + aCopy + `(, ` + aCopy + `)*$`)
	sizesPattern = regexp.MustCompile(`^[a-z0-9 ():.,-]+$`)
	idPattern    = regexp.MustCompile(`^` + IDPrefix + `[^\s"'<>&]+$`)
	langPattern  = regexp.MustCompile(`^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$`)
	codePlain    = regexp.MustCompile(`^language-[a-zA-Z0-9+#_.-]{1,30}$`)
	smallNumber  = regexp.MustCompile(`^[0-9]{1,5}$`)
)

const (
	anAsset = assetScheme + `[0-9a-f]{64}/`
	aCopy   = anAsset + `[^/\s,]+ [0-9]+w`
)

// policy says what may stand in a lesson. It is read only, and one for all.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
		"code", "em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "q", "cite", "dfn", "abbr",
		"kbd", "samp", "var", "time", "figure", "figcaption", "table", "caption", "colgroup", "col", "thead", "tbody",
		"tfoot", "tr", "th", "td", "details", "summary", "ruby", "rt", "rp", "bdi", "bdo", "wbr", "address", "section")
	p.AllowAttrs("lang").Matching(langPattern).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("id").Matching(idPattern).Globally()
	p.AllowAttrs("title").OnElements("abbr", "dfn")

	p.AllowURLSchemes("http", "https", "mailto", "tel", strings.TrimSuffix(assetScheme, ":"), strings.TrimSuffix(lessonScheme, ":"))
	p.AllowRelativeURLs(true) // parts of the lesson
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").Matching(linkPattern).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noopener$`)).OnElements("a")
	p.AllowAttrs("aria-label").OnElements("a", "div", "section", "video", "audio")

	p.AllowAttrs("src").Matching(assetPattern).OnElements("img", "video", "audio", "source", "track")
	p.AllowAttrs("srcset").Matching(setPattern).OnElements("img")
	p.AllowAttrs("sizes").Matching(sizesPattern).OnElements("img")
	p.AllowAttrs("width", "height").Matching(smallNumber).OnElements("img", "video")
	p.AllowAttrs("loading").Matching(regexp.MustCompile(`^lazy$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("controls").Matching(regexp.MustCompile(`^$`)).OnElements("video", "audio")
	p.AllowAttrs("preload").Matching(regexp.MustCompile(`^none$`)).OnElements("video", "audio")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^(video|audio)/[a-z0-9]+$`)).OnElements("source")
	p.AllowAttrs("kind").Matching(regexp.MustCompile(`^(captions|subtitles|descriptions|chapters)$`)).OnElements("track")
	p.AllowAttrs("srclang").Matching(langPattern).OnElements("track")
	p.AllowAttrs("label").OnElements("track")

	p.AllowAttrs("start", "value").Matching(regexp.MustCompile(`^-?[0-9]{1,5}$`)).OnElements("ol", "li")
	p.AllowAttrs("reversed").Matching(regexp.MustCompile(`^$`)).OnElements("ol")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^[1aAiI]$`)).OnElements("ol")
	p.AllowAttrs("colspan", "rowspan").Matching(smallNumber).OnElements("th", "td")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(col|row|colgroup|rowgroup)$`)).OnElements("th")
	p.AllowAttrs("span").Matching(smallNumber).OnElements("colgroup", "col")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^$`)).OnElements("details")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[0-9TZ:.+ -]{4,40}$`)).OnElements("time")

	// The classes are the renderer's own, the language of code aside.
	p.AllowAttrs("class").Matching(codePlain).OnElements("code")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(table-scroll|media|quote|note (tip|warning|remember))$`)).OnElements("div", "figure")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^align-(center|right)$`)).OnElements("th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(file|missing)$`)).OnElements("span")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^task$`)).OnElements("li")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^footnotes$`)).OnElements("section")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^region$`)).OnElements("div")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-(noteref|backlink|endnotes)$`)).OnElements("a", "section")
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("div", "pre")
	return p
})

// Sanitise is the last step of everything that is stored as HTML. It changes nothing that it made itself.
func Sanitise(html string) string { return policy().Sanitize(html) }
