<?php
require __DIR__ . '/platform.php';

$count = (int)getenv('BENCH_COUNT');
$total = 0;
measure(function () use ($count, &$total) {
    $curl = handle();
    for ($i = 1; $i <= $count; $i++) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, cdrlist($i));
        $body = curl_exec($curl);
        if ($body === false || curl_getinfo($curl, CURLINFO_RESPONSE_CODE) != 200) {
            throw new Exception(curl_error($curl));
        }
        $total += rows($body);
    }
});
echo "result $total\n";
