//go:build whole

package browsertest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"vatra/lms/browsertest"
)

func TestGoodPagePassesEverything(t *testing.T) {
	t.Parallel()
	url := site(t)
	for _, noScript := range []bool{false, true} {
		b := browsertest.New(t, browsertest.Options{Width: 360, NoScript: noScript})
		b.Open(url)
		b.Axe()
		b.Overflow()
		b.Validate()
		b.MustWeigh(4000)
	}
}

func TestAxeSeesAFaultWithAndWithoutScripting(t *testing.T) {
	t.Parallel()
	for _, noScript := range []bool{false, true} {
		b := browsertest.New(t, browsertest.Options{NoScript: noScript})
		b.Open(site(t) + "/faulty")
		var rules []string
		for _, violation := range b.Violations() {
			rules = append(rules, violation.ID)
		}
		assert.Subset(t, rules, []string{"image-alt", "label"})
	}
	said := failing(t, func(tb testing.TB) {
		b := browsertest.New(tb, browsertest.Options{})
		b.Open(site(t) + "/faulty")
		b.Axe()
	})
	assert.Contains(t, said, "image-alt")
	assert.Contains(t, said, `<img src="/icon.svg"`)
	assert.Contains(t, said, "/faulty (200)")
}

func TestOverflowIsSeenAtTheWidthAndEnlarged(t *testing.T) {
	t.Parallel()
	url := site(t)
	for width, want := range map[int]string{1280: "", 900: "enlarged: ", 360: "the page is"} {
		b := browsertest.New(t, browsertest.Options{Width: width, NoScript: true})
		b.Open(url + "/wide")
		found := b.Overflows()
		if want == "" {
			assert.Empty(t, found)
			continue
		}
		require.NotEmpty(t, found)
		assert.Contains(t, found[0], want)
		assert.Contains(t, found[1], "too wide")
	}
}

func TestWeightCountsAllButCourseMedia(t *testing.T) {
	t.Parallel()
	b := browsertest.New(t, browsertest.Options{})
	b.Open(site(t) + "/heavy")
	weight := b.Weight()
	assert.Greater(t, weight.Bytes, 20_000)
	assert.Less(t, weight.Bytes, 25_000)
	assert.Contains(t, weight.String(), "/more.css")
	assert.Contains(t, weight.String(), "/icon.svg")
	assert.Contains(t, weight.String(), "/style.css", "even where an earlier page has cached it")
	assert.NotContains(t, weight.String(), "/assets/")
	assert.Contains(t, failing(t, func(tb testing.TB) {
		b := browsertest.New(tb, browsertest.Options{})
		b.Open(site(t) + "/heavy")
		b.MustWeigh(20_000)
	}), "/more.css")
}

func TestInvalidHTMLFailsWithItsLine(t *testing.T) {
	t.Parallel()
	err := browsertest.Validate(map[string]string{
		"/good": shell("Good", "<p>fine</p>"),
		"/bad":  "<!doctype html>\n<html lang=en><title>x</title>\n<p><b>open",
	})
	require.ErrorContains(t, err, "TestOfThat: /bad line 3: Unclosed element")
	require.ErrorContains(t, err, "<p><b>open")
	assert.NotContains(t, err.Error(), "/good")
}

func TestWhatThePageComplainsOfFailsTheTest(t *testing.T) {
	t.Parallel()
	url := site(t)
	for path, want := range map[string]string{
		"/refused": "Content Security Policy",
		"/foreign": "a request to another host: http://tracker.example.org/x.png",
		"/thrown":  "broken on purpose",
	} {
		b := browsertest.New(t, browsertest.Options{})
		b.Open(url + path)
		problems := b.Problems()
		require.NotEmpty(t, problems, path)
		assert.Contains(t, problems[0], want)
		assert.Empty(t, b.Problems())
	}
}

func TestFailureSaysWhatWasToBeSeen(t *testing.T) {
	t.Parallel()
	url := site(t)
	for name, one := range map[string]struct {
		path string
		do   func(b *browsertest.Browser)
		want []string
	}{
		"shown":     {"/form", func(b *browsertest.Browser) { b.MustNotContain("Формуляр") }, []string{`shows "Формуляр"`, "/form (200)", "Întrebarea 1"}},
		"absent":    {"/form", func(b *browsertest.Browser) { b.Fill("Телефон", "1") }, []string{"no field “Телефон”", "“Ime și prenume:”"}},
		"ambiguous": {"/form", func(b *browsertest.Browser) { b.Choose("Да") }, []string{"there are 2 of choice “Да”", "say which with In"}},
		"disabled":  {"/form", func(b *browsertest.Browser) { b.Fill("Затворено", "1") }, []string{"is disabled"}},
		"folded":    {"/form", func(b *browsertest.Browser) { b.Click("Втора") }, []string{"is there, but hidden"}},
		"covered":   {"/covered", func(b *browsertest.Browser) { b.Click("Below") }, []string{"“A sheet” is in front of it"}},
		"waited":    {"/", func(b *browsertest.Browser) { b.MustContain("никога") }, []string{`does not show "никога"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := failing(t, func(tb testing.TB) {
				b := browsertest.New(tb, browsertest.Options{})
				b.Open(url + one.path)
				browsertest.Hurry(b)
				one.do(b)
			})
			for _, want := range one.want {
				assert.Contains(t, said, want)
			}
		})
	}
}

func TestScreenshotsGoWhereTheyAreWanted(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("VATRA_SCREENSHOTS", dir)
	b := browsertest.New(t, browsertest.Options{Width: 360})
	b.Open(site(t) + "/form")
	b.Screenshot("form")
	image, err := os.ReadFile(filepath.Join(dir, t.Name(), "form-360.png"))
	require.NoError(t, err)
	assert.Equal(t, "\x89PNG", string(image[:4]))
	assert.Equal(t, 360, int(image[18])<<8|int(image[19]))
	assert.Greater(t, int(image[22])<<8|int(image[23]), 400)
}

func TestMissingToolSaysHowToGetIt(t *testing.T) {
	t.Parallel()
	_, err := browsertest.Tool("node_modules", "nothing-of-that-name", "it.js")
	require.ErrorContains(t, err, "nothing-of-that-name/it.js is missing; `make tools` gets it")
}
