<?php
// A client of the platform, for the PHP programs.

class Platform
{
    private string $url;
    private CurlHandle $curl;
    public string $user_sn;
    private string $api_key;

    public function __construct()
    {
        $this->url = getenv('AI95_BASE_URL');
        $this->curl = $this->handle('');
        $fields = [
            'username' => getenv('AI95_USERNAME'), 'password' => getenv('AI95_PASSWORD'),
            'from' => '2',
        ];
        $session = $this->send('login', json_encode(['url' => $this->sign($fields)] + $fields));
        $this->user_sn = $session['user_sn'];
        $this->api_key = $session['api_key'];
    }

    public function sign(array $fields): string
    {
        $json = str_replace([' ', "\r", "\n", "\t"], '', json_encode($fields));
        return substr(md5($json), 1, 8);
    }

    /** The body of a request, signed; $unsigned names the fields that are not hashed. */
    public function body(array $fields, array $unsigned = []): string
    {
        $fields = ['user_sn' => $this->user_sn, 'api_key' => $this->api_key] + $fields;
        $signature = $this->sign(array_diff_key($fields, array_flip($unsigned)));
        return json_encode(['url' => $signature] + $fields);
    }

    /** Sends a request and returns the data of the response. */
    public function call(string $endpoint, array $fields, array $unsigned = []): array
    {
        return $this->send($endpoint, $this->body($fields, $unsigned));
    }

    /** The calls of all pages. */
    public function calls(int $page_size): Generator
    {
        $page = $seen = 0;
        do {
            $data = $this->call('cdrlist', [
                'pageIndex' => $page++, 'pageSize' => $page_size,
                'start_create_at' => '2000-01-01', 'end_create_at' => '2037-12-31',
            ]);
            $seen += count($data['list']);
            yield from $data['list'];
        } while ($data['list'] && $seen < $data['total']);
    }

    public function handle(string $endpoint): CurlHandle
    {
        $curl = curl_init("$this->url/api/$endpoint");
        curl_setopt_array($curl, [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_POST => true,
            CURLOPT_CONNECTTIMEOUT => 5, CURLOPT_TIMEOUT => 30,
            CURLOPT_HTTPHEADER => [
                'Accept: application/json', 'Content-Type: application/json;charset=utf-8',
            ],
        ]);
        return $curl;
    }

    /** The data of a response. */
    public function read(CurlHandle $curl, ?string $body): array
    {
        if ($body === null || curl_getinfo($curl, CURLINFO_RESPONSE_CODE) != 200) {
            throw new Exception(curl_error($curl));
        }
        $answer = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        if ($answer['code'] != 0) {
            throw new Exception("code {$answer['code']}");
        }
        return $answer['data'];
    }

    private function send(string $endpoint, string $body): array
    {
        curl_setopt($this->curl, CURLOPT_URL, "$this->url/api/$endpoint");
        curl_setopt($this->curl, CURLOPT_POSTFIELDS, $body);
        $answer = curl_exec($this->curl);
        return $this->read($this->curl, $answer === false ? null : $answer);
    }
}
