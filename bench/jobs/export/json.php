<?php
// All calls as JSON, one per line.
require __DIR__ . '/../platform.php';

$out = fopen('php://stdout', 'w');
foreach ((new Platform())->calls(200) as $call) {
    fwrite($out, json_encode($call, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) . "\n");
}
