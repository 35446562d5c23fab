<?php
// Reads documents, each as its length in decimal, a line feed and its bytes, and writes for each one
// the length and the text of a Lua expression: what PHP makes of it, or the number of its error.
ini_set('serialize_precision', 17);

const EXACT = 9007199254740992; // 2^53: what a double holds of whole numbers

function expression($value) {
    if (is_null($value)) {
        return 'nil';
    } elseif (is_bool($value)) {
        return $value ? 'true' : 'false';
    } elseif (is_int($value)) {
        return abs($value) <= EXACT ? (string) $value : "\"$value\""; // every Lua reads it back
    } elseif (is_float($value)) {
        return is_infinite($value) ? ($value > 0 ? '1e999' : '-1e999') : var_export($value, true);
    } elseif (is_string($value)) {
        return '"' . preg_replace_callback('/[^a-zA-Z0-9 ]/', function ($match) {
            return sprintf('\\%03d', ord($match[0]));
        }, $value) . '"';
    }
    $text = '{';
    foreach ($value as $name => $element) {
        $text .= (is_object($value) ? '[' . expression((string) $name) . ']=' : '') . expression($element) . ',';
    }
    return $text . '}';
}

while (($line = fgets(STDIN)) !== false) {
    $text = $line == 0 ? '' : stream_get_contents(STDIN, (int) $line);
    $value = json_decode($text, false, 101, JSON_BIGINT_AS_STRING); // its depth counts one more
    $result = json_last_error() === 0 ? 'return ' . expression($value) : (string) json_last_error();
    echo strlen($result), "\n", $result;
}
