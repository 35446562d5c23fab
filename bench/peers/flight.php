<?php
require __DIR__ . '/platform.php';

$count = (int)getenv('BENCH_COUNT');
$width = (int)getenv('BENCH_WIDTH');
$total = 0;
measure(function () use ($count, $width, &$total) {
    $multi = curl_multi_init();
    $page = 0;
    $start = function ($curl) use ($multi, &$page) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, cdrlist(++$page));
        curl_multi_add_handle($multi, $curl);
    };
    for ($i = 0; $i < min($width, $count); $i++) {
        $start(handle());
    }
    do {
        curl_multi_exec($multi, $running);
        while ($done = curl_multi_info_read($multi)) {
            $curl = $done['handle'];
            if ($done['result'] !== CURLE_OK || curl_getinfo($curl, CURLINFO_RESPONSE_CODE) != 200) {
                throw new Exception(curl_error($curl));
            }
            $total += rows(curl_multi_getcontent($curl));
            curl_multi_remove_handle($multi, $curl);
            if ($page < $count) {
                $start($curl);
                $running++;
            }
        }
        if ($running) {
            curl_multi_select($multi);
        }
    } while ($running);
});
echo "result $total\n";
