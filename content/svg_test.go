package content_test

import (
	"io"
	"strings"
	"testing"

	"vatra/content"
	"vatra/content/blobs"
	"vatra/lms/fault"
	"vatra/lms/pgtest"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="10">`

func TestDrawingsAreWrittenAnew(t *testing.T) {
	t.Parallel()
	store, blobs := assetStore(t)
	for name, c := range map[string]struct{ source, want string }{
		"shapes": {
			`<g id="a" class="x" fill="#fff" transform="translate(1 2)"><path d="M0 0L1 1"/><text x="1">Bună &amp; ziua</text></g>`,
			`<g id="a" class="x" fill="#fff" transform="translate(1 2)"><path d="M0 0L1 1"></path><text x="1">Bună &amp; ziua</text></g>`,
		},
		"gradient":         {`<rect fill="url(#g)"/><use xlink:href="#a"/>`, `<rect fill="url(#g)"></rect><use href="#a"></use>`},
		"carried picture":  {`<image href="data:image/png;base64,iVBO"/>`, `<image href="data:image/png;base64,iVBO"></image>`},
		"sheet":            {`<style>@import "x";.a{fill:red;filter:url(#f)}@font-face{src:url(x)}</style>`, `<style>.a{fill:red;filter:url(#f)}</style>`},
		"words":            {`<title>Map (old)</title><g aria-label="Map (old)"/>`, `<title>Map (old)</title><g aria-label="Map (old)"></g>`},
		"script":           {`<script>alert(1)</script><rect/>`, `<rect></rect>`},
		"handler":          {`<rect onload="alert(1)" onclick="x()" width="1"/>`, `<rect width="1"></rect>`},
		"foreign object":   {`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>x</script></body></foreignObject>`, ``},
		"html namespace":   {`<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script><h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="y"/>`, ``},
		"link":             {`<a xlink:href="javascript:alert(1)"><rect/></a>`, `<rect></rect>`},
		"animated link":    {`<a><set attributeName="href" to="javascript:x"/><animate attributeName="xlink:href" values="x"/></a>`, ``},
		"picture outside":  {`<image href="https://e.org/x.png"/><feImage href="https://e.org"/>`, `<image></image>`},
		"drawing carried":  {`<image href="data:image/svg+xml;base64,PHN2Zz4="/>`, `<image></image>`},
		"use outside":      {`<use href="https://e.org/x.svg#a"/><use href="x.svg#a"/>`, `<use></use><use></use>`},
		"fill outside":     {`<rect fill="url(https://e.org/x#a)"/><rect style="fill:url('//e.org')"/>`, `<rect></rect><rect></rect>`},
		"nested function":  {`<rect style="fill:rgb(url(//e.org))"/>`, `<rect></rect>`},
		"escaped function": {`<rect style="fill:\75rl(//e.org)"/>`, `<rect></rect>`},
		"image set":        {`<rect style="background:image-set('//e.org/x' 1x)"/>`, `<rect></rect>`},
		"sheet outside":    {`<style>.a{fill:url(//e.org)}</style>`, `<style></style>`},
		"sheet that ends":  {`<style>&lt;/style&gt;&lt;script&gt;x&lt;/script&gt;</style>`, `<style></style>`},
		"data section":     {`<style><![CDATA[.a{fill:red}]]></style><title><![CDATA[</title><script>x</script>]]></title>`, `<style>.a{fill:red}</style><title>&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>`},
		"instruction":      {`<?xml-stylesheet href="x.css"?><!-- c --><rect/>`, `<rect></rect>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stored, err := store.PutAsset(t.Context(), strings.NewReader("<?xml version=\"1.0\"?>\n<!-- made by hand -->"+svgHead+c.source+"</svg>"), "a.png")
			if err != nil {
				t.Fatal(err)
			}
			want := `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">` + c.want + "</svg>"
			if got := readBlob(t, blobs, stored.SHA256); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if stored.MediaType != "image/svg+xml" || stored.Width != 20 || stored.Height != 10 {
				t.Errorf("described as %+v", stored)
			}
		})
	}
}

func TestDrawingsThatAreRefused(t *testing.T) {
	t.Parallel()
	store, _ := assetStore(t)
	laughs := svgHead + `<g id="a0"><rect/></g>`
	for _, pair := range []string{"01", "12", "23", "34", "45", "56", "67"} {
		laughs += `<g id="a` + pair[1:] + `">` + strings.Repeat(`<use href="#a`+pair[:1]+`"/>`, 10) + `</g>`
	}
	for name, source := range map[string]string{
		"entity":      `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + svgHead + `<text>&x;</text></svg>`,
		"broken":      svgHead + `<g></svg>`,
		"cut off":     svgHead + `<g>`,
		"too deep":    svgHead + strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300) + `</svg>`,
		"repetitions": laughs + "</svg>",
		"a circle":    svgHead + `<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>`,
		"too large":   svgHead + strings.Repeat("<!-- -->", 1<<19) + `</svg>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := store.PutAsset(t.Context(), strings.NewReader(source), "a.svg"); !fault.Is(err, fault.Invalid) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDrawingWithoutASizeTakesItsBox(t *testing.T) {
	t.Parallel()
	store, _ := assetStore(t)
	for head, want := range map[string][2]int{
		`width="100%" viewBox="0 0 300 150"`:  {300, 150},
		`width="1in" height="2.54cm"`:         {96, 96},
		`viewBox="0,0,10.5,20"`:               {11, 20},
		`width="wide" height="99999999999px"`: {0, 0},
	} {
		stored, err := store.PutAsset(t.Context(), strings.NewReader(`<svg xmlns="http://www.w3.org/2000/svg" `+head+`/>`), "a.svg")
		if err != nil || [2]int{stored.Width, stored.Height} != want {
			t.Errorf("%s: %+v, %v; want %v", head, stored, err, want)
		}
	}
}

func assetStore(t *testing.T) (*content.Store, blobs.Store) {
	t.Helper()
	folder, err := blobs.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return content.NewStore(pgtest.New(t), folder), folder
}

func readBlob(t *testing.T, store blobs.Store, sha256 string) string {
	t.Helper()
	r, err := store.Get(t.Context(), sha256, 0, blobs.ToEnd)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
