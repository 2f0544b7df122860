package exam_test

import (
	"fmt"

	"vatra/assessment/exam"
)

// Whoever holds a receipt and the public key can check that the server kept this answer, without asking the server.
func ExampleVerifyReceipt() {
	const receipt = "vatra1.eyJrZXkiOiJVZE5ZR1ltSCIsImF0dGVtcHQiOiIwMTkzMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJzb" +
		"G90IjoxLCJzZXEiOjMsInByaW50IjoiMzQ2MzMzNDA2Y2ZkMzhlNmMyODY4NTQxNjk2NjBmOGU1ZGQ2M2ZmZTVjODRjYWMzOThkN" +
		"mI2Y2QwYWYxMGM3NCIsInNhdmVkX2F0IjoiMjAyNi0xMS0yMVQwOTozMDowMFoifQ.JAieiUyhQ3JlbqO912f4ggRrbwnspKS4Fm" +
		"-DmKNjkZXWfKCLXPDGpxceELyF8A3dKE4i1tUDdHGvCx07xoA_Bg"
	key, err := exam.ParseReceiptKey("JY5yuBdV2BVzm4s2QnO-dEUIF4Fd9EJGhSd3fPsD7-M")
	if err != nil {
		panic(err)
	}
	saved, err := exam.VerifyReceipt(key, receipt)
	fmt.Println(saved.Slot, saved.Seq, saved.SavedAt, err)
	_, err = exam.VerifyReceipt(key, receipt[:len(receipt)-2]+"AA")
	fmt.Println(err)
	// Output:
	// 1 3 2026-11-21 09:30:00 +0000 UTC <nil>
	// invalid: assessment.receipt_invalid
}
