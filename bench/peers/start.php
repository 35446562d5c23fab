<?php
require __DIR__ . '/platform.php';

$fields = ['username' => 'hln', 'password' => 'secret', 'from' => '2'];
$curl = handle('/api/login');
curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode(['url' => sign($fields)] + $fields));
$body = curl_exec($curl);
if ($body === false) {
    fwrite(STDERR, curl_error($curl) . "\n");
    exit(1);
}
echo 'result ' . json_decode($body, true)['data']['api_key'] . "\n";
