#include "suite.h"

#include "lua_help.h"

/* tls and dns: what they make of openssl 3.0 and dig 9.18. */
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLIENT "openssl s_client -connect "
#define X509                                                                                \
    "openssl x509 -noout -subject -issuer -dates -fingerprint -sha256 -ext subjectAltName " \
    "-nameopt RFC2253,utf8,-esc_msb"
#define PEM(body) "-----BEGIN CERTIFICATE-----\n" body "\n-----END CERTIFICATE-----\n"
#define HEAD(subject, until)                                                                \
    "subject=" subject "\nissuer=CN=R\nnotBefore=Jan  1 00:00:00 2026 GMT\nnotAfter=" until \
    "\nsha256 Fingerprint=AA:BB\n"
#define DIG "dig -r +noall +comments +answer +stats +tries=1 "
#define ANSWER(status, flags)                                                                    \
    ";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: " status ", id: 7\n;; flags: " flags \
    "; QUERY: 1, ANSWER: 2\n\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n"    \
    ";; ANSWER SECTION:\n"
#define STATS "\n;; Query time: 12 msec\n;; SERVER: 127.0.0.1#5353(127.0.0.1) (UDP)\n"

static const struct fake_row runs[] = {
    {CLIENT "a:443 -showcerts -servername a",
     PEM("ONE") PEM("TWO") "---\nNew, TLSv1.2, Cipher is X\n"},
    {X509 " -checkhost a",
     HEAD("CN=a", "Sep 24 10:20:00 2026 GMT") "X509v3 Subject Alternative Name: \n    DNS:a, "
                                              "IP Address:192.0.2.1, URI:http://a/, DNS:*.b\n"
                                              "Hostname a does match certificate\n"},
    {CLIENT "[::1]:8443 -showcerts -CAfile /ca.pem -no-CApath -no-CAstore -starttls smtp",
     PEM("ONE"), 1,
     "verify error:num=20:unable to get local issuer certificate\n"
     "verify error:num=10:certificate has expired\n"
     "verify error:num=10:certificate has expired\n"},
    {X509 " -checkip ::1", HEAD("CN=\\0AHostname ::1 does match certificate",
                                "Sep 12 22:20:00 2026 GMT") "IP ::1 does "
                                                            "NOT match "
                                                            "certificate\n"},
    {CLIENT "b:443 -showcerts -servername b", PEM("ONE")},
    {X509 " -checkhost b", HEAD("CN=x\nHostname b does match certificate", "soon") "\n"},
    {CLIENT "c:443 -showcerts -servername c", PEM("ONE")},
    {X509 " -checkhost c", "", 1, "unable to load certificate\n"},
    {CLIENT "d:443 -showcerts -servername d", "CONNECTED(00000003)\n"},
    {CLIENT "e:443 -showcerts -servername e", "", 1,
     "40C7:error:8000006F:system library:BIO_connect:Connection refused:../b.c:127:calling "
     "connect()\nconnect:errno=111\n"},
    {CLIENT "f:443 -showcerts -servername f", "", 1,
     "40C7:error:10080002:BIO routines:BIO_lookup_ex:system lib:../b.c:758:Name or service not "
     "known\n"},
    {CLIENT "g:443 -showcerts -servername g -CAfile /no -no-CApath -no-CAstore", "", 1,
     "error:05880020:x509:X509_load_cert_crl_file:BIO lib\n"},
    {X509 " -in /a.pem", HEAD("CN=a", "Sep  4 10:20:00 2026 GMT")},
    {X509 " -checkhost z -in /a.pem",
     HEAD("CN=a", "Sep  4 10:20:00 2026 GMT") "Hostname z does NOT match certificate\n"},
    {X509 " -in /no.pem", "", 1, "Could not open file: No such file or directory\n"},
    {X509 " -in /root.pem", "", 1, "Could not open file: Permission denied\n"},
    {DIG "+time=3 -q a -t A", ANSWER("NOERROR", "qr rd ra") "a.\t\t60\tIN\tCNAME\tb.\n"
                                                            "b.\t5\tIN\tA\t192.0.2.7\n" STATS},
    {DIG "+time=2 -p 5353 @127.0.0.1 -q a -t txt",
     ANSWER("NOERROR", "qr aa rd") "a.\t60\tIN\tTXT\t\"x y\" \"\\010;; SERVER: evil\"\n" STATS},
    {DIG "+time=3 -q no -t A", ANSWER("NXDOMAIN", "qr rd") STATS},
    {DIG "+time=3 -q broken -t A", ANSWER("SERVFAIL", "qr rd") STATS},
    {DIG "+time=3 -q silent -t A",
     ";; communications error to 127.0.0.1#53: timed out\n;; no servers could be reached\n", 9, ""},
    {DIG "+time=3 -q lost -t A", "", 10, "dig: couldn't get address for 'x': not found\n"},
    {DIG "+time=3 -q odd -t A", "", 1, ""},
    {NULL}};

struct row {
    const char *lua, *want;
};

static void rows_hold(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {.runs = runs};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

#define PEER(options) \
    "local c, why = tls.peer{" options "} if not c then return nil, why end return c.days, nil, c"
#define CANNOT(options) "return tls.peer{" options "}"
#define LOOK(options)                                                                          \
    "local a, why = dns.look{" options "} if not a then return nil, why end return a.status, " \
    "nil, a"

static void looks_at_certificates(void)
{
    static const struct row rows[] = {
        {PEER("host = 'a'"),
         "told 10 | {\"begins\":1767225600,\"chain\":{\"length\":2,\"ok\":true},\"days\":10,"
         "\"expires\":1790245200,\"fingerprint\":\"AA:BB\",\"issuer\":\"CN=R\","
         "\"name_fits\":true,\"names\":[\"a\",\"192.0.2.1\",\"*.b\"],\"protocol\":\"TLSv1.2\","
         "\"subject\":\"CN=a\"}"},
        {"local c = tls.peer{host = '::1', port = 8443, ca = '/ca.pem', starttls = 'smtp'} "
         "return c.days, c.chain.why, {c.chain.ok, c.name_fits}",
         "told -1.5 | unable to get local issuer certificate; certificate has expired | "
         "[false,false]"},
        {CANNOT("host = 'b'"), "cannot: openssl cannot read what the server shows"},
        {CANNOT("host = 'c'"), "cannot: openssl cannot read what the server shows"},
        {CANNOT("host = 'd'"), "cannot: d:443 shows no certificate: it speaks no TLS there"},
        {CANNOT("host = 'e'"), "cannot: e:443 shows no certificate: Connection refused"},
        {CANNOT("host = 'f'"), "cannot: f:443 shows no certificate: Name or service not known"},
        {CANNOT("host = 'g', ca = '/no'"), "cannot: openssl finds no authorities in /no"},
        {CANNOT("host = '-a'"), "cannot: step:1: tls.peer: host \"-a\" is no name or address"},
        {CANNOT("host = 'a', name = 'a b'"),
         "cannot: step:1: tls.peer: name \"a b\" is no name or address"},
        {CANNOT("host = 'a', starttls = '-x'"),
         "cannot: step:1: tls.peer: starttls \"-x\" is no protocol, as smtp"},
        {CANNOT("host = 'a', port = '1'"),
         "cannot: step:1: tls.peer: port must be a whole number from 1 to 65535"},
        {CANNOT("port = 1"), "cannot: step:1: tls.peer: host is missing"},
        {"local c = tls.file('/a.pem') return c.days, tostring(c.name_fits) .. #c.names",
         "told -10 | nil0"},
        {"return tls.file('/a.pem', {name = 'z'}).name_fits", "told no"},
        {"return tls.file('/no.pem')", "cannot: openssl cannot read /no.pem: No such file"},
        {"return tls.file('/root.pem')",
         "cannot: openssl cannot read /root.pem: Permission denied"},
        {"return tls.file('a.pem')", "cannot: step:1: tls.file: path \"a.pem\" is not absolute"},
    };
    rows_hold(rows, COUNT(rows));
}

static void looks_names_up(void)
{
    static const struct row rows[] = {
        {LOOK("name = 'a'"), "told NOERROR | {\"authoritative\":false,\"records\":["
                             "{\"name\":\"a.\",\"ttl\":60,\"type\":\"CNAME\",\"value\":\"b.\"},"
                             "{\"name\":\"b.\",\"ttl\":5,\"type\":\"A\",\"value\":\"192.0.2.7\"}],"
                             "\"server\":\"127.0.0.1\",\"status\":\"NOERROR\",\"took_ms\":12}"},
        {LOOK("name = 'a', type = 'txt', server = '127.0.0.1', port = 5353, timeout = '1500ms'"),
         "told NOERROR | {\"authoritative\":true,\"records\":[{\"name\":\"a.\",\"ttl\":60,"
         "\"type\":\"TXT\",\"value\":\"\\\"x y\\\" \\\"\\\\010;; SERVER: evil\\\"\"}],"
         "\"server\":\"127.0.0.1\",\"status\":\"NOERROR\",\"took_ms\":12}"},
        {"local a = dns.look{name = 'no'} return a.status, #a.records .. ''", "told NXDOMAIN | 0"},
        {"local a = dns.look{name = 'broken'} return a.status", "told SERVFAIL"},
        {LOOK("name = 'silent'"), "cannot: dig: communications error to 127.0.0.1#53: timed out"},
        {LOOK("name = 'lost'"), "cannot: dig: couldn't get address for 'x': not found"},
        {LOOK("name = 'odd'"), "cannot: dig ended with status 1 and no answer"},
        {LOOK("name = 'a b'"),
         "cannot: step:1: dns.look: name \"a b\" holds a blank or a control byte"},
        {LOOK("name = 'a', type = 'A +short'"),
         "cannot: step:1: dns.look: type \"A +short\" is no type of record, as A or TXT"},
        {LOOK("name = 'a', type = ''"),
         "cannot: step:1: dns.look: type \"\" is no type of record, as A or TXT"},
        {LOOK("type = 'A'"), "cannot: step:1: dns.look: name is missing"},
        {LOOK("name = ('a'):rep(2000)"), "cannot: step:1: dns.look: name is too long"},
    };
    rows_hold(rows, COUNT(rows));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"looks at certificates", looks_at_certificates},
        {"looks names up", looks_names_up},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_net", tests);
}
