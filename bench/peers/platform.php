<?php
// What a PHP program needs for the platform: the signature.

function sign(array $fields): string
{
    $json = str_replace([' ', "\r", "\n", "\t"], '', json_encode($fields));
    return substr(md5($json), 1, 8);
}

/** A flat list (name, value, …) as an array in its order. */
function named(array $flat): array
{
    $fields = [];
    for ($i = 0; $i < count($flat); $i += 2) {
        $fields[$flat[$i]] = $flat[$i + 1];
    }
    return $fields;
}

function read(string $path): array
{
    return json_decode(file_get_contents($path), true);
}

/** Runs $work and prints how long it and its CPU took. */
function measure(callable $work): void
{
    $cpu = function () {
        $used = getrusage();
        return $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'] + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
    };
    $wall = hrtime(true);
    $before = $cpu();
    $work();
    printf("cpu %.6f\nwall %.6f\n", $cpu() - $before, (hrtime(true) - $wall) / 1e9);
}

/** A request for a page of the calls, signed. */
function cdrlist(int $page): string
{
    $fields = [
        'user_sn' => getenv('BENCH_USER_SN'), 'api_key' => getenv('BENCH_API_KEY'),
        'pageIndex' => $page, 'pageSize' => 3, 'start_create_at' => '2018-05-08 15:40:10',
    ];
    return json_encode(['url' => sign($fields)] + $fields);
}

/** A handle for calls of an endpoint. */
function handle(string $path = '/api/cdrlist'): CurlHandle
{
    $curl = curl_init(getenv('BENCH_URL') . $path);
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true, CURLOPT_POST => true, CURLOPT_CONNECTTIMEOUT => 5, CURLOPT_TIMEOUT => 30,
        CURLOPT_HTTPHEADER => ['Accept: application/json', 'Content-Type: application/json;charset=utf-8'],
    ]);
    return $curl;
}

/** How many rows an answer has. */
function rows(string $body): int
{
    $answer = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
    if ($answer['code'] != 0) {
        throw new Exception("code {$answer['code']}");
    }
    return count($answer['data']['list']);
}
