/* What the text of a workbook's sheet has that no CSV has: what is not in the values of its cells.
 */
#ifndef AI95_SHEET_TEXT_H
#define AI95_SHEET_TEXT_H

/* The first byte of the record of a hidden row, which is not UTF-8. */
enum { AI95_HIDDEN_ROW = 0xFF };

/* The text of a formula that was never calculated, in the form of Excel's own errors. */
#define AI95_NO_VALUE "#NO_VALUE!"

#endif
