<?php
// import.php FILE: the customers of a CSV file into a campaign.
require __DIR__ . '/../platform.php';

$platform = new Platform();
$campaign = null;

function send(array $rows): void
{
    global $platform, $campaign;
    $json = json_encode(['data' => $rows], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
    $key = substr($platform->user_sn, strlen('SYSUSER|'), 16);
    $fields = [
        'project_sn' => 'project|8ac1cebd6407f30fb4f618615de41990', 'source' => '春季回访',
        'client_info_json' => openssl_encrypt($json, 'aes-128-cbc', $key, 0, '1234567890123456'),
        'ai_user_sn' => 'SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb', 'is_zidong' => 'on',
    ];
    if ($campaign !== null) {
        $fields['dial_task_main_sn'] = $campaign;
    }
    $fields['aes'] = true;
    $answer = $platform->call('addJson', $fields, ['client_info_json', 'source', 'aes']);
    $campaign = $answer['dial_task_main_sn'];
}

$file = fopen($argv[1], 'r');
$columns = fgetcsv($file);
$seen = $rows = [];
$sent = $refused = 0;
while (($values = fgetcsv($file)) !== false) {
    $row = array_combine($columns, $values);
    $phone = $row['电话'];
    if ($row['姓名'] === '' || !preg_match('/^1[3-9]\d{9}$/', $phone) || isset($seen[$phone])) {
        $refused++;
        continue;
    }
    $seen[$phone] = true;
    $rows[] = $row;
    if (count($rows) === 5000) {
        send($rows);
        $sent += count($rows);
        $rows = [];
    }
}
if ($rows) {
    send($rows);
    $sent += count($rows);
}
echo "$sent\t$refused\n";
