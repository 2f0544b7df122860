package importers

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"vatra/content"
	"vatra/content/pack"
	"vatra/content/pack/packtest"
)

// aCartridge has one of everything; its manifest is in the namespace of a version.
func aCartridge(version string) map[string]string {
	return map[string]string{
		"imsmanifest.xml": `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv` + version + `/imscp_v1p1" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv` + version + `/LOM/manifest">
 <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.x.0</schemaversion>
  <lomimscc:lom>
   <lomimscc:general>
    <lomimscc:title><lomimscc:string language="ro">Comuna   noastră</lomimscc:string><lomimscc:string language="en">Our commune</lomimscc:string></lomimscc:title>
    <lomimscc:language>ro</lomimscc:language>
    <lomimscc:description><lomimscc:string>Despre comună.</lomimscc:string></lomimscc:description>
   </lomimscc:general>
   <lomimscc:lifeCycle><lomimscc:contribute><lomimscc:entity>BEGIN:VCARD
FN:Ana Pop
END:VCARD</lomimscc:entity></lomimscc:contribute></lomimscc:lifeCycle>
   <lomimscc:rights><lomimscc:description><lomimscc:string>https://creativecommons.org/licenses/by/4.0/</lomimscc:string></lomimscc:description></lomimscc:rights>
  </lomimscc:lom></metadata>
 <organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
  <item identifier="i0" identifierref="welcome"><title>Bun venit</title></item>
  <item identifier="i1"><title>Unu</title>
   <item identifier="i11" identifierref="page"><title>Pagina</title></item>
   <item identifier="i12"><title>Un titlu</title></item>
   <item identifier="i13"><title>Înăuntru</title>
     <item identifier="i131" identifierref="topic"><title>Discuție</title></item>
     <item identifier="i132" identifierref="link"><title/></item>
   </item>
   <item identifier="i14" identifierref="quiz"><title>Test</title></item>
   <item identifier="i15" identifierref="form"><title>Formular</title></item>
   <item identifier="i16" identifierref="lti"><title>Instrument</title></item>
   <item identifier="i17" identifierref="gone"><title>Dispărut</title></item>
   <item identifier="i18" identifierref="page"><title>Pagina iar</title></item>
   <item identifier="i19" identifierref="task"><title>Temă</title></item>
   <item identifier="i20" identifierref="unsafe"><title>Rău</title></item>
   <item identifier="i21" identifierref="broken"><title>Stricat</title></item>
   <item identifier="i22" identifierref="nofile"><title>Fără fișier</title></item>
   <item identifier="i23" identifierref="program"><title>Program</title></item>
  </item></item></organization></organizations>
 <resources>
  <resource identifier="welcome" type="webcontent" href="pages/welcome.html"><file href="pages/welcome.html"/></resource>
  <resource identifier="page" type="webcontent" href="pages/page%20one.html"><file href="pages/page%20one.html"/></resource>
  <resource identifier="draft" type="webcontent" href="pages/draft.html"><file href="pages/draft.html"/></resource>
  <resource identifier="loose" type="webcontent" href="pages/loose.html"><file href="pages/loose.html"/></resource>
  <resource identifier="topic" type="imsdt_xmlv` + version + `"><file href="topic.xml"/></resource>
  <resource identifier="link" type="imswl_xmlv` + version + `"><file href="link.xml"/></resource>
  <resource identifier="unsafe" type="imswl_xmlv` + version + `"><file href="unsafe.xml"/></resource>
  <resource identifier="quiz" type="imsqti_xmlv1p2/imscc_xmlv` + version + `/assessment"><file href="quiz.xml"/></resource>
  <resource identifier="bank" type="imsqti_xmlv1p2/imscc_xmlv` + version + `/question-bank"><file href="bank.xml"/></resource>
  <resource identifier="lti" type="imsbasiclti_xmlv1p0"><file href="lti.xml"/></resource>
  <resource identifier="form" type="webcontent" href="web_resources/form.pdf"><file href="web_resources/form.pdf"/></resource>
  <resource identifier="linked" type="webcontent" href="web_resources/linked.pdf"><file href="web_resources/linked.pdf"/></resource>
  <resource identifier="unlinked" type="webcontent" href="web_resources/unlinked.pdf"><file href="web_resources/unlinked.pdf"/></resource>
  <resource identifier="map" type="webcontent" href="web_resources/big map.png"><file href="web_resources/big map.png"/></resource>
  <resource identifier="program" type="webcontent" href="web_resources/run.exe"><file href="web_resources/run.exe"/></resource>
  <resource identifier="settings" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="settings/s.txt"><file href="settings/s.txt"/><file href="settings/s.xml"/></resource>
  <resource identifier="task" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="task/task.html"><file href="task/task.html"/><file href="task/s.xml"/></resource>
  <resource identifier="broken" type="imsdt_xmlv` + version + `"><file href="broken.xml"/></resource>
  <resource identifier="nofile" type="webcontent" href="pages/nofile.html"/>
  <resource identifier="odd" type="imsapip_zipv1p0"><file href="odd.zip"/></resource>
 </resources></manifest>`,
		"pages/welcome.html":     "<html><head><title>Welcome</title></head><body><h1>Bun venit</h1><p>Salut.</p></body></html>",
		"pages/page one.html":    `<html><head><title>Pagina</title></head><body><h1>Pagina</h1><p>ț</p><img src="%24IMS-CC-FILEBASE%24/big%20map.png?canvas_download=1"><a href="$IMS-CC-FILEBASE$/linked.pdf">x</a> <a href="$WIKI_REFERENCE$/pages/welcome">y</a> <a href="$CANVAS_OBJECT_REFERENCE$/modules/i13">m</a><script>alert(1)</script></body></html>`,
		"pages/draft.html":       `<html><head><title>Draft</title><meta name="workflow_state" content="unpublished"/></head><body>x</body></html>`,
		"pages/loose.html":       "<html><head><title>Liber</title></head><body><p>x</p></body></html>",
		"pages/unnamed.html":     "<p>nobody names me</p>",
		"topic.xml":              `<topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"><title>Topic</title><text texttype="text/plain">Ce &lt;credeți&gt;?` + "\n" + `Scrieți.</text><attachments><attachment href="web_resources/form.pdf"/></attachments></topic>`,
		"link.xml":               `<webLink><title>Primăria</title><url href="https://example.org/a?b=1&amp;c=2" target="_blank"/></webLink>`,
		"unsafe.xml":             `<webLink><title>x</title><url href="javascript:alert(1)"/></webLink>`,
		"quiz.xml":               `<questestinterop><assessment ident="q" title="Quiz"><qtimetadata><qtimetadatafield><fieldlabel>cc_maxattempts</fieldlabel><fieldentry>3</fieldentry></qtimetadatafield><qtimetadatafield><fieldlabel>qmd_timelimit</fieldlabel><fieldentry>45</fieldentry></qtimetadatafield></qtimetadata><section/></assessment></questestinterop>`,
		"bank.xml":               "<questestinterop/>",
		"lti.xml":                "<cartridge_basiclti_link/>",
		"web_resources/form.pdf": "%PDF", "web_resources/linked.pdf": "%PDF", "web_resources/unlinked.pdf": "%PDF",
		"web_resources/big map.png": "x", "web_resources/run.exe": "x",
		"settings/s.txt": "x", "settings/s.xml": "<s/>", "task/task.html": "<title>T</title><p>Faceți.", "task/s.xml": "<s/>",
		"broken.xml": "<topic>\n<title>", "odd.zip": "x",
	}
}

func TestCartridge(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"1p1", "1p2", "1p3"} {
		p := opened(t, packtest.Folder(t, aCartridge(version)))
		wantText(t, "the course", fmt.Sprint(p.Format, " ", p.Code, " ", wordings(p.Titles), "; ", wordings(p.Summaries), " ", p.Languages, p.Licence, " ", p.Attribution.Author),
			"common-cartridge our-commune en=Our commune ro=Comuna noastră; ro=Despre comună. [ro]CC-BY-4.0 Ana Pop")
		wantText(t, "the outline", outline(p), `
comuna-noastra en=Our commune ro=Comuna noastră
  page bun-venit ro=Bun venit
unu ro=Unu
  page pagina ro=Pagina
unu-inauntru ro=Unu / Înăuntru
  topic discutie ro=Discuție
  link primaria ro=Primăria
unu-2 ro=Unu
  quiz test ro=Test
  file formular ro=Formular
  page tema ro=Temă
further bg=Други материали en=Further material mk=Други материјали ro=Alte materiale sq=Materiale të tjera sr=Остали материјали
  page liber ro=Liber
  file unlinked ro=Unlinked`)
		wantText(t, "the report", warnings(p), `
bank.xml: content.question_bank
broken.xml: content.xml_malformed Entry=broken.xml Line=2
imsmanifest.xml: content.item_empty Title=Un titlu
imsmanifest.xml: content.item_without_resource Title=Dispărut
imsmanifest.xml: content.resource_missing Path=pages/nofile.html
lti.xml: content.lti
odd.zip: content.resource_unknown Type=imsapip_zipv1p0
pages/draft.html: content.page_unpublished
pages/loose.html: content.entry_not_placed
pages/page one.html: content.item_twice Title=Pagina iar
pages/unnamed.html: content.entry_unknown
settings/s.txt: content.resource_settings
task/task.html: content.assignment_as_page
unsafe.xml: content.link_unsafe Link=javascript:alert(1)
web_resources/run.exe: content.entry_unknown`)
	}
}

func TestCartridgeTexts(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, aCartridge("1p3")))
	for key, want := range map[string]string{
		"bun-venit": "<h1>Bun venit</h1><p>Salut.</p>", // the title of the file is another
		"discutie":  "<p>Ce &lt;credeți&gt;?<br>\nScrieți.</p>\n<p><a href=\"/web_resources/form.pdf\">form.pdf</a></p>",
		"primaria":  `<p><a href="https://example.org/a?b=1&amp;c=2">Primăria</a></p>`,
		"formular":  `<p><a href="form.pdf">form.pdf</a></p>`,
		"tema":      "<p>Faceți.</p>",
	} {
		if got := textOfLesson(t, p, key, "ro"); got.Source != want || got.Syntax != "html" {
			t.Errorf("%s is %q in %s, want %q", key, got.Source, got.Syntax, want)
		}
	}
	page := textOfLesson(t, p, "pagina", "ro")
	if strings.Contains(page.Source, "<h1>") || !strings.HasPrefix(page.Source, "<p>ț</p>") {
		t.Errorf("the page repeats its title: %q", page.Source)
	}
	for link, want := range map[string]string{
		"%24IMS-CC-FILEBASE%24/big%20map.png?canvas_download=1": "web_resources/big map.png",
		"$IMS-CC-FILEBASE$/linked.pdf":                          "web_resources/linked.pdf",
		"$IMS-CC-FILEBASE$/../web_resources/linked.pdf":         "web_resources/linked.pdf",
		"$WIKI_REFERENCE$/pages/welcome":                        "lesson bun-venit",
		"$WIKI_REFERENCE$/pages/page":                           "lesson pagina", // by its identifier
		"welcome.html":                                          "lesson bun-venit",
		"$CANVAS_OBJECT_REFERENCE$/modules/i13":                 "lesson discutie",
		"$CANVAS_COURSE_REFERENCE$/modules/items/i14":           "lesson test",
	} {
		found, _ := p.Resolve(page.Entry, link)
		got := ""
		if found.Asset != nil {
			got = found.Asset.Path
		} else if found.Lesson != "" {
			got = "lesson " + found.Lesson
		}
		if got != want {
			t.Errorf("%s is %q, want %q", link, got, want)
		}
	}
	if took := lessonByKey(t, p, "test").Minutes; took != 45 {
		t.Errorf("a quiz with a time limit takes %d minutes", took)
	}
	quiz := lessonByKey(t, p, "test").Quiz
	if quiz.Attempts != 3 || quiz.TimeLimit != 45*60 || quiz.Titles["ro"] != "Test" || quiz.Sources["ro"].Format != "qti1.2" ||
		string(quiz.Sources["ro"].Data) != aCartridge("1p3")["quiz.xml"] {
		t.Errorf("the quiz is %+v", quiz)
	}
	if len(p.Assets) != 4 {
		t.Errorf("assets: %v", p.Assets)
	}
}

func TestCartridgeRefusesEntities(t *testing.T) {
	t.Parallel()
	const doctype = `<!DOCTYPE x [ <!ENTITY secret SYSTEM "file:///etc/passwd"> ]>`
	for name, data := range map[string]string{
		"imsmanifest.xml": strings.Replace(aCartridge("1p3")["imsmanifest.xml"], "<manifest", doctype+"<manifest", 1),
		"topic.xml":       doctype + "<topic><title>&secret;</title></topic>",
		"link.xml":        "<!doctype x [\n<!entity % p SYSTEM 'https://example.org/x.dtd'> %p; ]><webLink/>",
		"quiz.xml":        `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><questestinterop>&b;</questestinterop>`,
	} {
		files := aCartridge("1p3")
		files[name] = data
		refused(t, packtest.Folder(t, files), "content.xml_entity", name)
	}
}

func TestCartridgeTakesADoctypeWithoutEntities(t *testing.T) {
	t.Parallel()
	files := aCartridge("1p1")
	files["topic.xml"] = `<!DOCTYPE topic SYSTEM "topic.dtd"><topic><title>T</title><text texttype="text/html">&lt;p&gt;x&lt;/p&gt;</text></topic>`
	if got := textOfLesson(t, opened(t, packtest.Folder(t, files)), "discutie", "ro").Source; got != "<p>x</p>" {
		t.Errorf("the topic is %q", got)
	}
}

func TestCartridgeInOtherEncodings(t *testing.T) {
	t.Parallel()
	files := aCartridge("1p1")
	files["topic.xml"] = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><topic><title>T</title><text texttype=\"text/html\">\xd3\xf0\xee\xea</text></topic>"
	files["pages/welcome.html"] = "<html><head><meta charset=\"windows-1250\"><title>x</title></head><body>\xba\xfe</body></html>"
	p := opened(t, packtest.Folder(t, files))
	if topic, page := textOfLesson(t, p, "discutie", "ro").Source, textOfLesson(t, p, "bun-venit", "ro").Source; topic != "Урок" || page != "şţ" {
		t.Errorf("read as %q and %q", topic, page)
	}
}

func TestCartridgeManifestThatIsNone(t *testing.T) {
	t.Parallel()
	for key, manifest := range map[string]string{
		"content.xml_malformed":   "<manifest>\n<metadata>",
		"content.package_unknown": "<manifest><metadata><schema>Something else</schema></metadata></manifest>",
		"content.package_scorm":   "<manifest><metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata></manifest>",
		"content.package_empty":   "<manifest><metadata><schema>IMS Common Cartridge</schema></metadata></manifest>",
	} {
		refused(t, packtest.Folder(t, map[string]string{"imsmanifest.xml": manifest}), key, "")
	}
}

func TestCartridgeWithoutMetadata(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"imsmanifest.xml": `<manifest><metadata><schema>IMS Thin Common Cartridge</schema></metadata><resources>
			<resource identifier="a" type="webcontent" href="a.html"/><resource identifier="b" type="webcontent" href="b.html"/></resources></manifest>`,
		"a.html": "<title>Урок</title><p>Това е урок за общината и за хората, които работят в нея всеки ден.</p>",
		"b.html": "<p>Още един урок за общината, който няма заглавие.</p>",
	}))
	wantText(t, "the course", fmt.Sprint(p.Code, " ", wordings(p.Titles), " ", p.Languages), "my-course bg=My course [bg]")
	if lesson := p.Modules[0].Lessons[1]; lesson.Key != "b" || lesson.Texts["bg"].Title != "B" {
		t.Errorf("the second is %+v", lesson)
	}
}

// FuzzCartridge asserts that any manifest and any resource is taken or refused, and never ends the program.
func FuzzCartridge(f *testing.F) {
	whole := aCartridge("1p3")
	for _, name := range []string{"topic.xml", "link.xml", "quiz.xml", "pages/welcome.html"} {
		f.Add(whole["imsmanifest.xml"], whole[name])
	}
	f.Add("<manifest><metadata><schema>IMS Common Cartridge</schema></metadata>", "<topic>")
	f.Add(`<manifest><metadata><schema>common cartridge</schema></metadata><organizations><organization><item identifierref="a"/></organization></organizations>`+
		`<resources><resource identifier="a" type="imsdt" href="topic.xml"/></resources></manifest>`, `<!DOCTYPE topic><topic/>`)
	f.Add(strings.Repeat("<item>", 2000), "\xff\xfe")
	f.Fuzz(func(t *testing.T, manifest, resource string) {
		files := maps.Clone(whole)
		files["imsmanifest.xml"] = manifest
		for _, name := range []string{"topic.xml", "link.xml", "quiz.xml", "pages/welcome.html"} {
			files[name] = resource
		}
		p, err := Open(t.Context(), packtest.Folder(t, files))
		if err != nil {
			return
		}
		defer p.Close()
		if len(p.Languages) == 0 || len(p.Titles) == 0 || p.Code == "" || pack.Slug(p.Code) != p.Code {
			t.Fatalf("%q, %v, %v", p.Code, p.Titles, p.Languages)
		}
		keys := map[string]bool{}
		for _, module := range p.Modules {
			for _, lesson := range module.Lessons {
				if lesson.Key == "" || keys[lesson.Key] || len(lesson.Texts) == 0 || (lesson.Kind == content.KindQuiz) != (lesson.Quiz != nil) {
					t.Fatalf("lesson %+v", lesson)
				}
				keys[lesson.Key] = true
			}
		}
	})
}
