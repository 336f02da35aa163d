# build a C program and run it
cat >primes.c <<'C'
#include <stdio.h>
#include <stdlib.h>
int main(void) {
    const int limit = 10000000;
    char *composite = calloc(limit + 1, 1);
    int count = 0;
    for (int i = 2; i <= limit; i++) {
        if (composite[i]) continue;
        count++;
        for (long j = (long)i * i; j <= limit; j += i) composite[j] = 1;
    }
    printf("%d\n", count);
    free(composite);
    return 0;
}
C
gcc -O2 -Wall -Werror -o primes primes.c
count=$(./primes)
[ "$count" -eq 664579 ]
answer "$count primes below ten million"
