package verify

import (
	"io"
	"strings"

	"github.com/a-h/templ"

	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/views/ui"
	views "vatra/lms/web/views/verify"
)

// mostReceipts are checked at a time: more than any attempt has questions.
const mostReceipts = 200

// showReceipts asks for receipts.
func (a *area) showReceipts(v *door.Visit) error {
	return a.Render(v, views.Receipts(a.receiptsPage(v, "")))
}

func (a *area) receiptsPage(v *door.Visit, typed string) views.ReceiptsPage {
	key := a.Quizzes.ReceiptKey()
	return views.ReceiptsPage{
		Base: a.Base(v, v.P.T("receipts.check")), Typed: typed, Key: key.String(), KeyID: key.ID, Limit: v.P.Size(door.FormBody),
	}
}

// checkReceipts says of each receipt in a text or a file whether it is genuine, and whether the journal still says the same. It
// tells nobody more of an answer than the receipt does.
func (a *area) checkReceipts(v *door.Visit) error {
	typed := v.FormValue("receipt")
	file, err := uploaded(v)
	if err != nil {
		return err
	}
	found := exam.FindReceipts(typed+"\n"+file, mostReceipts)
	if len(found) == 0 {
		return a.Again(v, nothingFound(typed, file), func(e ui.Errors) templ.Component {
			page := a.receiptsPage(v, typed)
			page.Errors = e
			return views.Receipts(page)
		})
	}
	told, err := a.Quizzes.Testify(v.UserContext(), found)
	if err != nil {
		return err
	}
	page := a.receiptsPage(v, typed)
	if len(found) == mostReceipts {
		page.Most = mostReceipts
	}
	for i, one := range told {
		page.Found = append(page.Found, findingOf(v, found[i], one))
	}
	return a.Render(v, views.Receipts(page))
}

func nothingFound(typed, file string) error {
	fields := fault.Fields{}
	switch {
	case file != "":
		fields.Add("file", "receipts.nothing")
	case strings.TrimSpace(typed) == "":
		fields.Add("receipt", "error.required")
	default:
		fields.Add("receipt", "receipts.nothing")
	}
	return fields.Err()
}

// uploaded is the text of the file that came with the form; empty where none did.
func uploaded(v *door.Visit) (string, error) {
	upload, err := v.FormFile("file")
	if err != nil || upload.Filename == "" {
		return "", nil // a form without a file
	}
	file, err := upload.Open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	return strings.ToValidUTF8(string(text), "?"), err
}

func findingOf(v *door.Visit, text string, told exam.Testimony) views.Finding {
	if told.Err != nil {
		return views.Finding{Verdict: views.NotGenuine, Why: v.P.Fault(door.AsFault(told.Err)), Text: text}
	}
	r := told.Receipt
	return views.Finding{
		Verdict: standings[told.Standing], Superseded: !told.Newest,
		Attempt: r.AttemptID.String(), Number: r.Slot, Seq: r.Seq, At: r.SavedAt, Print: r.Print,
	}
}

var standings = map[exam.Standing]views.Standing{
	exam.Kept: views.StillKept, exam.Altered: views.Altered, exam.Missing: views.Missing,
}
