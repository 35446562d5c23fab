<?php
// concurrent.php COUNT: signed requests, 32 in flight.
require __DIR__ . '/../platform.php';

$platform = new Platform();
$multi = curl_multi_init();
$count = (int)$argv[1];
$page = $rows = 0;

function start(CurlHandle $curl): void
{
    global $platform, $multi, $page;
    curl_setopt($curl, CURLOPT_POSTFIELDS, $platform->body([
        'pageIndex' => $page++, 'pageSize' => 3, 'start_create_at' => '2018-05-08 15:40:10',
    ]));
    curl_multi_add_handle($multi, $curl);
}

for ($i = 0; $i < min(32, $count); $i++) {
    start($platform->handle('cdrlist'));
}
do {
    curl_multi_exec($multi, $running);
    while ($done = curl_multi_info_read($multi)) {
        $curl = $done['handle'];
        $body = $done['result'] === CURLE_OK ? curl_multi_getcontent($curl) : null;
        $rows += count($platform->read($curl, $body)['list']);
        curl_multi_remove_handle($multi, $curl);
        if ($page < $count) {
            start($curl);
            $running++;
        }
    }
    if ($running) {
        curl_multi_select($multi);
    }
} while ($running);
echo "$rows\n";
