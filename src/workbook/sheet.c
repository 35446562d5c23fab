#include "workbook/sheet.h"
#include "util/sheet_text.h"

enum { WORKSHEET = 1, DATA, ROW, CELL, VALUE /* depths */ };

/* The column and row of a reference such as AB12; false if it is none. */
static bool read_reference(const char *text, uint32_t *column, uint32_t *row) {
    *column = 0;
    for (; (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z'); text++) {
        *column = *column * 26 + (uint32_t)((*text & 0x1F));
        if (*column > AI95_LAST_COLUMN)
            return false;
    }
    return *column > 0 && ai95_read_digits(text, strlen(text), AI95_MAX_ROWS, row) && *row > 0;
}

/* AB, of 28. */
static const char *name_column(uint32_t column, char name[4]) {
    size_t at = 3;
    name[at] = '\0';
    for (; column > 0; column = (column - 1) / 26)
        name[--at] = (char)('A' + (column - 1) % 26);
    return name + at;
}

static void begin_row(struct ai95_sheet *sheet, struct ai95_xml *xml, const char **attributes) {
    static const unsigned char mark = AI95_HIDDEN_ROW;
    const char *text = ai95_xml_attribute(attributes, "r");
    const char *hidden = ai95_xml_attribute(attributes, "hidden");
    uint32_t row = sheet->row + 1;
    if ((text != NULL && !ai95_read_digits(text, strlen(text), AI95_MAX_ROWS, &row)) ||
        row > AI95_MAX_ROWS) {
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "the number of a row is wrong"));
        return;
    }
    if (row <= sheet->row) {
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "its rows are not in order"));
        return;
    }
    for (uint32_t i = sheet->row + 1; i < row && xml->status == AI95_OK; i++)
        ai95_xml_check(xml, ai95_buffer_append(&sheet->out, "\n", 1));
    if (ai95_xml_is_true(hidden))
        ai95_xml_check(xml, ai95_buffer_append(&sheet->out, &mark, 1));
    sheet->row = row;
    sheet->column = sheet->commas = 0;
    sheet->in_row = true;
}

static void read_type(struct ai95_sheet_cell *cell, const char *type) {
    static const struct {
        char name[4];
        enum ai95_sheet_cell_type type;
    } types[] = {{"n", AI95_CELL_NUMBER},
                 {"s", AI95_CELL_SHARED},
                 {"b", AI95_CELL_BOOLEAN},
                 {"str", AI95_CELL_ESCAPED},
                 {"d", AI95_CELL_DATE}};
    cell->type = type == NULL ? AI95_CELL_NUMBER : AI95_CELL_TEXT;
    for (size_t i = 0; type != NULL && i < sizeof types / sizeof *types; i++)
        if (ai95_is(type, types[i].name))
            cell->type = types[i].type;
}

static void begin_cell(struct ai95_sheet *sheet, struct ai95_xml *xml, const char **attributes) {
    uint32_t column = sheet->column + 1, row, style = 0;
    const char *type = NULL;
    bool is_good = true;
    for (; attributes[0] != NULL; attributes += 2) {
        const char *name = attributes[0], *text = attributes[1];
        if (name[0] == '\0' || name[1] != '\0')
            continue;
        if (name[0] == 'r')
            is_good = read_reference(text, &column, &row);
        else if (name[0] == 's' && !ai95_read_digits(text, strlen(text), UINT32_MAX, &style))
            style = 0;
        else if (name[0] == 't')
            type = text;
    }
    if (!is_good || column > AI95_LAST_COLUMN) {
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "the place of a cell is wrong"));
    } else if (column <= sheet->column) {
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "its cells are not in order"));
    } else {
        sheet->column = column;
        sheet->cell.style = style;
        sheet->cell.has_formula = sheet->cell.has_value = false;
        read_type(&sheet->cell, type);
        ai95_text_clear(&sheet->value);
        sheet->in_cell = true;
    }
}

static void begin_value(struct ai95_sheet *sheet, const char *name) {
    if (ai95_is(name, "f")) {
        sheet->cell.has_formula = true;
    } else if (ai95_is(name, "v")) {
        sheet->cell.has_value = true;
        sheet->value.content.length = 0;
        ai95_text_begin(&sheet->value);
    } else if (ai95_is(name, "is")) {
        ai95_text_clear(&sheet->value);
        sheet->cell.type = AI95_CELL_TEXT;
        sheet->in_inline = true;
    }
}

static void start(void *data, struct ai95_xml *xml, const char *name, const char **attributes) {
    struct ai95_sheet *sheet = data;
    switch (xml->depth) {
    case WORKSHEET:
        if (!ai95_is(name, "worksheet"))
            ai95_xml_fail(xml, ai95_damaged(xml->problem, "it holds no worksheet"));
        break;
    case DATA:
        sheet->in_data = ai95_is(name, "sheetData");
        break;
    case ROW:
        if (sheet->in_data && ai95_is(name, "row"))
            begin_row(sheet, xml, attributes);
        break;
    case CELL:
        if (sheet->in_row && ai95_is(name, "c"))
            begin_cell(sheet, xml, attributes);
        break;
    case VALUE:
        if (sheet->in_cell)
            begin_value(sheet, name);
        break;
    default:
        if (sheet->in_inline)
            ai95_rich_start(&sheet->value, xml->depth - VALUE, name);
    }
}

static void take(void *data, struct ai95_xml *xml, const char *text, size_t length) {
    struct ai95_sheet *sheet = data;
    if (sheet->value.taking)
        ai95_xml_check(xml, ai95_text_append(&sheet->value, text, length, xml->problem));
}

/* The commas between the last field that was written and the cell's. */
static enum ai95_status append_commas(struct ai95_sheet *sheet) {
    size_t count = sheet->column - 1 - sheet->commas;
    enum ai95_status status = ai95_buffer_reserve(&sheet->out, count);
    if (status != AI95_OK || count == 0)
        return status;
    memset(sheet->out.data + sheet->out.length, ',', count);
    sheet->out.length += count;
    sheet->commas = sheet->column - 1;
    return AI95_OK;
}

static enum ai95_status append_field(struct ai95_sheet *sheet, const unsigned char *field,
                                     size_t length) {
    enum ai95_status status = append_commas(sheet);
    return status != AI95_OK ? status : ai95_buffer_append(&sheet->out, field, length);
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static enum ai95_status append_shared(struct ai95_sheet *sheet, struct ai95_problem *problem) {
    const struct ai95_buffer *value = &sheet->value.content;
    const char *digits = (const char *)value->data;
    size_t length = value->length;
    uint32_t index;
    while (length > 0 && is_space(digits[0])) {
        digits++;
        length--;
    }
    while (length > 0 && is_space(digits[length - 1]))
        length--;
    if (!ai95_read_digits(digits, length, UINT32_MAX, &index) || index >= sheet->strings->count)
        return ai95_damaged(problem, "a cell refers to a text that is missing");
    const unsigned char *field = ai95_strings_get(sheet->strings, index, &length);
    return length > 0 ? append_field(sheet, field, length) : AI95_OK;
}

static enum ai95_status append_value(struct ai95_sheet *sheet) {
    struct ai95_buffer *value = &sheet->value.content;
    const char *text = (const char *)value->data;
    bool is_true = text[0] == '1' || text[0] == 't';
    enum ai95_status status = append_commas(sheet);
    if (status != AI95_OK)
        return status;
    switch (sheet->cell.type) {
    case AI95_CELL_NUMBER:
        return ai95_number_append(&sheet->out, text, value->length,
                                  ai95_styles_format(sheet->styles, sheet->cell.style),
                                  sheet->is_1904);
    case AI95_CELL_DATE:
        return ai95_iso_date_append(&sheet->out, text, value->length);
    case AI95_CELL_BOOLEAN:
        return ai95_buffer_append(&sheet->out, is_true ? "TRUE" : "FALSE", is_true ? 4 : 5);
    case AI95_CELL_ESCAPED:
        ai95_decode_escapes(value, 0);
        break;
    default:
        break;
    }
    ai95_normalize_breaks(value);
    return ai95_csv_append(&sheet->out, value->data, value->length);
}

static void pause_if_full(struct ai95_sheet *sheet, struct ai95_xml *xml) {
    if (sheet->out.length >= AI95_TEXT_BLOCK)
        ai95_xml_pause(xml);
}

/* Whether the cell's formula was never calculated, as in files of programs that only write them.
 * The value of one that was may be an empty text. */
static bool lacks_value(const struct ai95_sheet_cell *cell) {
    return cell->has_formula && !(cell->type == AI95_CELL_ESCAPED && cell->has_value);
}

static void end_cell(struct ai95_sheet *sheet, struct ai95_xml *xml) {
    static const unsigned char no_value[] = AI95_NO_VALUE;
    char name[4];
    bool is_empty = sheet->value.content.length == 0;
    sheet->in_cell = false;
    if (is_empty && !lacks_value(&sheet->cell))
        return;
    if (sheet->column > AI95_MAX_COLUMNS)
        ai95_xml_fail(xml, ai95_too_large(xml->problem,
                                          "a cell in column %s has a value, and only the first %d "
                                          "columns can be read",
                                          name_column(sheet->column, name), AI95_MAX_COLUMNS));
    else if (is_empty)
        ai95_xml_check(xml, append_field(sheet, no_value, sizeof no_value - 1));
    else if (sheet->cell.type == AI95_CELL_SHARED)
        ai95_xml_check(xml, append_shared(sheet, xml->problem));
    else
        ai95_xml_check(xml, append_value(sheet));
    pause_if_full(sheet, xml);
}

static void end(void *data, struct ai95_xml *xml, const char *name) {
    struct ai95_sheet *sheet = data;
    (void)name;
    if (xml->depth > VALUE) {
        if (sheet->in_inline)
            ai95_rich_end(&sheet->value);
    } else if (xml->depth == VALUE) {
        sheet->value.taking = sheet->in_inline = false;
    } else if (xml->depth == CELL && sheet->in_cell) {
        end_cell(sheet, xml);
    } else if (xml->depth == ROW && sheet->in_row) {
        sheet->in_row = false;
        ai95_xml_check(xml, ai95_buffer_append(&sheet->out, "\n", 1));
        pause_if_full(sheet, xml);
    } else if (xml->depth == DATA) {
        sheet->in_data = false;
    }
}

const struct ai95_xml_reader ai95_sheet_reader = {start, end, take};

void ai95_sheet_init(struct ai95_sheet *sheet, const struct ai95_strings *strings,
                     const struct ai95_styles *styles, bool is_1904) {
    memset(sheet, 0, sizeof *sheet);
    sheet->strings = strings;
    sheet->styles = styles;
    sheet->is_1904 = is_1904;
    ai95_buffer_init(&sheet->out, 1 << 30);
    ai95_text_init(&sheet->value);
}

void ai95_sheet_free(struct ai95_sheet *sheet) {
    ai95_buffer_free(&sheet->out);
    ai95_text_free(&sheet->value);
}
