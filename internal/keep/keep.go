package keep

import (
	_ "github.com/arran4/golang-ical"
	_ "github.com/emersion/go-smtp"
	_ "github.com/jung-kurt/gofpdf"
	_ "github.com/pocketbase/pocketbase"
	_ "github.com/pocketbase/pocketbase/plugins/migratecmd"
	_ "github.com/pocketbase/pocketbase/tests"
	_ "github.com/skip2/go-qrcode"
	_ "github.com/wneessen/go-mail"
	_ "github.com/xuri/excelize/v2"
	_ "golang.org/x/image/draw"
	_ "golang.org/x/text/unicode/norm"
	_ "modernc.org/sqlite"
	_ "modernc.org/libc"
	_ "pgregory.net/rapid"
)
