<?php
// requests.php COUNT: signed requests one after another.
require __DIR__ . '/../platform.php';

$platform = new Platform();
$rows = 0;
for ($i = 0; $i < $argv[1]; $i++) {
    $data = $platform->call('cdrlist', [
        'pageIndex' => $i, 'pageSize' => 3, 'start_create_at' => '2018-05-08 15:40:10',
    ]);
    $rows += count($data['list']);
}
echo "$rows\n";
