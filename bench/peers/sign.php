<?php
require __DIR__ . '/platform.php';

$fields = named(read(getenv('BENCH_DATA') . '/fields.json'));
$count = (int)getenv('BENCH_COUNT');
measure(function () use ($fields, $count, &$signature) {
    for ($i = 0; $i < $count; $i++) {
        $signature = sign($fields);
    }
});
echo "result $signature\n";
