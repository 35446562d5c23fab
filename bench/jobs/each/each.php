<?php
// each.php PAGE_SIZE: the length of all calls together.
require __DIR__ . '/../platform.php';

$seconds = 0;
foreach ((new Platform())->calls((int)$argv[1]) as $call) {
    $seconds += $call['talktimes'];
}
echo "$seconds\n";
