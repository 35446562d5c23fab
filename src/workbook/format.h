/* Which number formats show dates. */
#ifndef AI95_FORMAT_H
#define AI95_FORMAT_H

/* How a number format shows numbers. */
enum ai95_format {
    AI95_FORMAT_NUMBER,
    AI95_FORMAT_DATE,   /* a date, a time of day, or both */
    AI95_FORMAT_ELAPSED /* hours, perhaps more than 24 */
};

/* The format of a format code, such as yyyy-mm-dd or [Red]0.00 or [h]:mm. */
enum ai95_format ai95_format_of_code(const char *code);
/* The format with a built-in number. */
enum ai95_format ai95_format_of_number(unsigned number);

#endif
