package kept

import (
	"bytes"
	"mime/multipart"
	"reflect"
	"strings"
	"testing"

	"vatra/lms/web/cookies"
	"vatra/lms/web/views/entry"
)

// sent is a form in parts as a browser sends it: pairs of fields, and one file.
func sent(t *testing.T, pairs ...string) *multipart.Reader {
	t.Helper()
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		if err := writer.WriteField(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	file, err := writer.CreateFormFile("package", "course.zip")
	if err == nil {
		_, err = file.Write(make([]byte, 1<<20))
	}
	if err != nil || writer.Close() != nil {
		t.Fatal(err)
	}
	return multipart.NewReader(&body, writer.Boundary())
}

func TestSecretsAndFilesAreNotKept(t *testing.T) {
	t.Parallel()
	var form Form
	fits := form.takeParts(sent(t, "name", "Ana", "csrf", "token", "password", "one", "new_password", "two", "current", "three", "recovery", "four"), 200)
	if !fits || !reflect.DeepEqual(form.Fields, []entry.Posted{{Name: "name", Value: "Ana"}}) {
		t.Errorf("%v, %+v", fits, form.Fields)
	}
	if !reflect.DeepEqual(form.Files, []entry.Posted{{Name: "package", Value: "course.zip"}}) {
		t.Errorf("the file is %+v", form.Files)
	}
	if long := new(Form); long.takeParts(sent(t, "list", strings.Repeat("x", 201)), 200) {
		t.Error("more is kept than may be")
	}
}

func TestAKeptFormIsOfItsBrowserAndPurpose(t *testing.T) {
	t.Parallel()
	jar := cookies.New(make([]byte, cookies.SecretBytes), false)
	form := Form{Action: "/account/name", From: "/account", Fields: []entry.Posted{{Name: "name", Value: "Ана"}}}
	closed, fits := form.Close(jar, "kept", "hers", 1000)
	if opened, whole := Open(jar, "kept", "hers", closed); !fits || !whole || !reflect.DeepEqual(opened, form) {
		t.Errorf("%v %v: %+v", fits, whole, opened)
	}
	for _, wrong := range [][3]string{{"kept", "his", closed}, {"prove", "hers", closed}, {"kept", "hers", ""}, {"kept", "hers", "A" + closed}} {
		if opened, whole := Open(jar, wrong[0], wrong[1], wrong[2]); whole {
			t.Errorf("%v opens %+v", wrong, opened)
		}
	}
	if _, fits := form.Close(jar, "kept", "hers", len(closed)-1); fits {
		t.Error("a form that has become too long is kept")
	}
}
