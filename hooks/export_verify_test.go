package hooks

// VerifyPaper is what the command « verify » does, for the tests.
var VerifyPaper = verifyPaper
