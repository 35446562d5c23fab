/* AES-CBC alone: the encryption of the rows' JSON, and nothing else. */
#include "platform.h"

int main(void) {
    const unsigned char key[] = "0123456789abcdef", start[] = "1234567890123456";
    static unsigned char in[16000000], out[16000016];
    int count = atoi(setting("BENCH_COUNT")), written = 0, last = 0;
    char path[512];
    snprintf(path, sizeof path, "%s/plaintext.json", setting("BENCH_DATA"));
    FILE *file = fopen(path, "rb");
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    if (file == NULL || cipher == NULL)
        return 2;
    int length = (int)fread(in, 1, sizeof in, file);
    fclose(file);
    memset(out, 0, sizeof out);
    double cpu = cpu_time(), wall = wall_time();
    for (int i = 0; i < count; i++)
        if (EVP_EncryptInit_ex(cipher, EVP_aes_128_cbc(), NULL, key, start) != 1 ||
            EVP_EncryptUpdate(cipher, out, &written, in, length) != 1 ||
            EVP_EncryptFinal_ex(cipher, out + written, &last) != 1)
            return 2;
    report(cpu_time() - cpu, wall_time() - wall);
    EVP_CIPHER_CTX_free(cipher);
    return 0;
}
