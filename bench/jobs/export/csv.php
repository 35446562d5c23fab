<?php
// All calls as CSV, with the columns of `ai95 calls --csv`.
require __DIR__ . '/../platform.php';

$columns = [
    'connected_at', 'callee', 'talktimes', 'endreason', 'asr_b', 'asr_c', 'user_name', 'cdr_sn',
];
$out = fopen('php://stdout', 'w');
fputcsv($out, $columns);
foreach ((new Platform())->calls(200) as $call) {
    fputcsv($out, array_map(fn($name) => $call[$name], $columns));
}
