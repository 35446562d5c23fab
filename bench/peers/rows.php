<?php
require __DIR__ . '/platform.php';
ini_set('memory_limit', '512M');

$input = read(getenv('BENCH_DATA') . '/rows.json');
$rows = array_map(fn($row) => array_combine($input['columns'], $row), $input['rows']);
unset($input);
$count = (int)getenv('BENCH_COUNT');
$user_sn = getenv('BENCH_USER_SN');
$api_key = getenv('BENCH_API_KEY');
measure(function () use ($rows, $count, $user_sn, $api_key, &$body) {
    for ($i = 0; $i < $count; $i++) {
        $json = json_encode(['data' => $rows], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        $encrypted = openssl_encrypt($json, 'aes-128-cbc', substr($user_sn, 8, 16), 0, '1234567890123456');
        $fields = [
            'user_sn' => $user_sn, 'api_key' => $api_key, 'project_sn' => 'project|8ac1cebd6407f30fb4f618615de41990',
            'source' => '春季回访', 'client_info_json' => $encrypted,
            'ai_user_sn' => 'SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb', 'is_zidong' => 'on', 'aes' => true,
        ];
        $signed = array_diff_key($fields, ['source' => 1, 'client_info_json' => 1, 'aes' => 1]);
        $body = json_encode(['url' => sign($signed)] + $fields);
    }
});
file_put_contents(getenv('BENCH_OUT') . '/body.json', $body);
