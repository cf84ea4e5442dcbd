#include "lua_checks_help.h"

/* What a server shows: openssl 3.0, getent and ip as Debian 12 has them. */
#define PEM(body) "-----BEGIN CERTIFICATE-----\n" body "\n-----END CERTIFICATE-----\n"
#define SHOWN \
    "CONNECTED(00000003)\n---\nServer certificate\n" PEM("MIIB") "subject=CN = shop.example\n"
#define S_CLIENT "openssl s_client -connect shop.example:443"
#define NAMED S_CLIENT " -servername shop.example"
#define CA " -CAfile /etc/ssl/certs/ca-certificates.crt -no-CApath -no-CAstore"
#define CHECKED S_CLIENT CA " -servername shop.example -verify_hostname shop.example"
#define CHECKED_IP(at, ip) "openssl s_client -connect " at CA " -verify_ip " ip
#define WELL "depth=0 CN = shop.example\nverify return:1\nDONE\n"
#define ERROR(code) "verify error:num=" code "\nverify return:1\ndepth=0 CN = shop.example\n"
#define REFUSED                                                                                \
    "40D7B7EA347F0000:error:8000006F:system library:BIO_connect:Connection refused:../crypto/" \
    "bio/bio_sock2.c:117:calling connect()\n40D7B7EA347F0000:error:10000067:BIO routines:"     \
    "BIO_connect:connect error:../crypto/bio/bio_sock2.c:119:\nconnect:errno=111\n"
#define NO_NAME                                                                            \
    "4057ACA56A7F0000:error:10080002:BIO routines:BIO_lookup_ex:system lib:../crypto/bio/" \
    "bio_addr.c:746:Name or service not known\nconnect:errno=0\n"
#define NO_CA                                                                                   \
    "40572E0BB47F0000:error:80000002:system library:BIO_new_file:No such file or directory:../" \
    "crypto/bio/bss_file.c:67:calling fopen(/none, r)\n40572E0BB47F0000:error:05880002:x509 "   \
    "certificate routines:X509_load_cert_crl_file_ex:system lib:../crypto/x509/by_file.c:229:\n"
#define NO_TLS                                                                             \
    "40E7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/record/" \
    "ssl3_record.c:354:\n"
#define NOT_READ "Could not read certificate from <stdin>\nUnable to load certificate\n"
#define X_DAYS "openssl x509 -noout -subject -issuer -enddate"
#define X_END "openssl x509 -noout -enddate"
#define X_LASTS X_END " -checkend 604800"
#define X_PRINT X_END " -fingerprint -sha256"
#define X_FILE(path) X_PRINT " -in " path
#define ENDS(when) "notAfter=" when " GMT\n"
#define PRINT(ends, print) ENDS(ends) "sha256 Fingerprint=" print "\n"
#define ABOUT "subject=CN = shop.example\nissuer=C = US, O = Let's Encrypt, CN = R11\n"
#define SHOP                   \
    {                          \
        "host", "shop.example" \
    }
#define FILE_PEM                    \
    {                               \
        "file", "/etc/ssl/shop.pem" \
    }
#define LIVE                            \
    {                                   \
        "file", "/etc/letsencrypt/live" \
    }
#define AT(ip) ip "      STREAM shop.example\n" ip "      DGRAM\n" ip "      RAW\n"
#define AHOSTS "getent ahosts shop.example"
#define AT_IP(at) "openssl s_client -connect " at " -servername shop.example"
#define ADDRESSES                                                                                \
    "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"  \
    "1: lo    inet6 ::1/128 scope host \\       valid_lft forever preferred_lft forever\n"       \
    "4: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\\       valid_lft forever\n" \
    "4: eth0    inet6 fd00::2/64 scope global nodad \\       valid_lft forever\n"

static const struct check_row rows[] = {
    {"tls/days",
     {SHOP},
     "told 80.5 | shop.example shows a certificate of C = US, O = Let's Encrypt, CN = R11 that "
     "ends at 2026-12-03T22:20:00Z | {\"ends\":\"2026-12-03T22:20:00Z\",\"issuer\":\"C = US, O = "
     "Let's Encrypt, CN = R11\",\"subject\":\"CN = shop.example\"}",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ABOUT ENDS("Dec  3 22:20:00 2026")}}},
    {"tls/days",
     {SHOP},
     "told 0 | shop.example shows a certificate of C = US, O = Let's Encrypt, CN = R11 that ends "
     "at 2026-09-14T11:20:00Z | {\"ends\":\"2026-09-14T11:20:00Z\",\"issuer\":\"C = US, O = Let's "
     "Encrypt, CN = R11\",\"subject\":\"CN = shop.example\"}",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ABOUT ENDS("Sep 14 11:20:00 2026")}}},
    {"tls/days",
     {SHOP},
     "told 0 | shop.example shows a certificate of C = US, O = Let's Encrypt, CN = R11 that ended "
     "at 2026-09-14T10:20:00Z | {\"ends\":\"2026-09-14T10:20:00Z\",\"issuer\":\"C = US, O = Let's "
     "Encrypt, CN = R11\",\"subject\":\"CN = shop.example\"}",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ABOUT ENDS("Sep 14 10:20:00 2026")}}},
    {"tls/days",
     {SHOP},
     "told -0.1 | shop.example shows a certificate of C = US, O = Let's Encrypt, CN = R11 that "
     "ended at 2026-09-14T10:19:59Z | {\"ends\":\"2026-09-14T10:19:59Z\",\"issuer\":\"C = US, O = "
     "Let's Encrypt, CN = R11\",\"subject\":\"CN = shop.example\"}",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ABOUT ENDS("Sep 14 10:19:59 2026")}}},
    {"tls/days",
     {SHOP},
     "told 2912186.5 | shop.example shows a certificate of ? that ends at 9999-12-31T23:59:59Z | "
     "{\"ends\":\"9999-12-31T23:59:59Z\",\"issuer\":\"?\"}",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ENDS("Dec 31 23:59:59 9999")}}},
    {"tls/days",
     {{"host", "::1"}, {"port", "8443"}},
     "told 10 | ::1 shows a certificate of C = US, O = Let's Encrypt, CN = R11 that ends at "
     "2026-09-24T10:20:00Z | {\"ends\":\"2026-09-24T10:20:00Z\",\"issuer\":\"C = US, O = Let's "
     "Encrypt, CN = R11\",\"subject\":\"CN = shop.example\"}",
     .runs = {{"openssl s_client -connect [::1]:8443", SHOWN},
              {X_DAYS, ABOUT ENDS("Sep 24 10:20:00 2026")}}},
    {"tls/days",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: Connection refused",
     .runs = {{NAMED, "", 1, REFUSED}}},
    {"tls/days",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: Name or service not known",
     .runs = {{NAMED, "", 1, NO_NAME}}},
    {"tls/days",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: wrong version number",
     .runs = {{NAMED, "CONNECTED(00000003)\n", 1, NO_TLS}}},
    {"tls/days",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: it speaks no TLS there",
     .runs = {{NAMED, ""}}},
    {"tls/days", {SHOP}, "cannot: openssl did not end in time", .runs = {{NAMED, "", 124}}},
    {"tls/days",
     {SHOP},
     "cannot: not expected: openssl s_client -connect shop.example:443 -servername shop.example",
     .runs = {{"true", ""}}},
    {"tls/days",
     {SHOP},
     "cannot: openssl x509: Could not read certificate from <stdin>",
     .runs = {{NAMED, SHOWN}, {X_DAYS, NOT_READ, 1}}},
    {"tls/days",
     {SHOP},
     "cannot: openssl x509 gave no notAfter",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ""}}},
    {"tls/days",
     {SHOP},
     "cannot: openssl x509 gave no notAfter",
     .runs = {{NAMED, SHOWN}, {X_DAYS, ENDS("Sept 14 10:00:00 2026")}}},
    {"tls/days",
     {SHOP},
     "cannot: not expected: openssl x509 -noout -subject -issuer -enddate",
     .runs = {{NAMED, SHOWN}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "told same | /etc/ssl/shop.pem ends at 2026-11-27T12:00:00Z, what shop.example shows at "
     "2026-11-27T12:00:00Z | "
     "{\"ends\":\"2026-11-27T12:00:00Z\",\"file\":\"/etc/ssl/"
     "shop.pem\",\"served\":\"2026-11-27T12:00:00Z\"}",
     .runs = {{NAMED, SHOWN},
              {X_PRINT, PRINT("Nov 27 12:00:00 2026", "AA:BB")},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Nov 27 12:00:00 2026", "AA:BB")}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "told newer | /etc/ssl/shop.pem ends at 2027-02-27T12:00:00Z, what shop.example shows at "
     "2026-11-27T12:00:00Z | "
     "{\"ends\":\"2027-02-27T12:00:00Z\",\"file\":\"/etc/ssl/"
     "shop.pem\",\"served\":\"2026-11-27T12:00:00Z\"}",
     .runs = {{NAMED, SHOWN},
              {X_PRINT, PRINT("Nov 27 12:00:00 2026", "AA:BB")},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Feb 27 12:00:00 2027", "CC:DD")}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "told older | /etc/ssl/shop.pem ends at 2026-11-07T12:00:00Z, what shop.example shows at "
     "2026-11-27T12:00:00Z | "
     "{\"ends\":\"2026-11-07T12:00:00Z\",\"file\":\"/etc/ssl/"
     "shop.pem\",\"served\":\"2026-11-27T12:00:00Z\"}",
     .runs = {{NAMED, SHOWN},
              {X_PRINT, PRINT("Nov 27 12:00:00 2026", "AA:BB")},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Nov  7 12:00:00 2026", "CC:DD")}}},
    {"tls/served",
     {SHOP, LIVE},
     "told same | /etc/letsencrypt/live/shop.example/fullchain.pem ends at 2026-11-27T12:00:00Z, "
     "what shop.example shows at 2026-11-27T12:00:00Z | "
     "{\"ends\":\"2026-11-27T12:00:00Z\",\"file\":\"/etc/letsencrypt/live/shop.example/"
     "fullchain.pem\",\"served\":\"2026-11-27T12:00:00Z\"}",
     .runs = {{NAMED, SHOWN},
              {X_PRINT, PRINT("Nov 27 12:00:00 2026", "AA:BB")},
              {X_FILE("/etc/letsencrypt/live/shop.example/fullchain.pem"),
               PRINT("Nov 27 12:00:00 2026", "AA:BB")}},
     .folders = {{"/etc/letsencrypt/live", "README\nexample\nshop.example\n"}}},
    {"tls/served",
     {{"host", "a.b.shop.example"}, LIVE},
     "told same | /etc/letsencrypt/live/shop.example/fullchain.pem ends at 2026-11-27T12:00:00Z, "
     "what a.b.shop.example shows at 2026-11-27T12:00:00Z | "
     "{\"ends\":\"2026-11-27T12:00:00Z\",\"file\":\"/etc/letsencrypt/live/shop.example/"
     "fullchain.pem\",\"served\":\"2026-11-27T12:00:00Z\"}",
     .runs = {{"openssl s_client -connect a.b.shop.example:443 -servername a.b.shop.example",
               SHOWN},
              {X_PRINT, PRINT("Nov 27 12:00:00 2026", "AA:BB")},
              {X_FILE("/etc/letsencrypt/live/shop.example/fullchain.pem"),
               PRINT("Nov 27 12:00:00 2026", "AA:BB")}},
     .folders = {{"/etc/letsencrypt/live", "README\nshop.example\n"}}},
    {"tls/served",
     {{"host", ".."}, LIVE},
     "cannot: /etc/letsencrypt/live has no certificate of ..",
     .folders = {{"/etc/letsencrypt/live", "README\n"}}},
    {"tls/served",
     {SHOP, LIVE},
     "cannot: /etc/letsencrypt/live has no certificate of shop.example",
     .folders = {{"/etc/letsencrypt/live", ""}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "told same | /etc/ssl/shop.pem ends at 2026-11-27T12:00:00Z, what shop.example shows at "
     "2026-11-27T12:00:00Z | "
     "{\"ends\":\"2026-11-27T12:00:00Z\",\"file\":\"/etc/ssl/"
     "shop.pem\",\"served\":\"2026-11-27T12:00:00Z\"}",
     .runs = {{NAMED, SHOWN},
              {X_PRINT, PRINT("Nov 27 12:00:00 2026", "AA:BB")},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Nov 27 12:00:00 2026", "AA:BB")}},
     .files = {{"/etc/ssl/shop.pem", PEM("MIIB")}},
     .folders = {{"/etc/ssl/shop.pem", "shop.pem.1\n"}}},
    {"tls/served",
     {SHOP, LIVE},
     "cannot: only root may read /etc/letsencrypt/live",
     .runs =
         {{X_FILE("/etc/letsencrypt/live"),
           "Could not open file or uri for loading certificate from /etc/letsencrypt/live\n"
           "4077:error:8000000D:system library:file_open:Permission denied:../providers/x.c:266:\n",
           1}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "cannot: openssl cannot read /etc/ssl/shop.pem",
     .runs = {{X_FILE("/etc/ssl/shop.pem"), NOT_READ, 1}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "cannot: openssl x509 gave no notAfter",
     .runs = {{X_FILE("/etc/ssl/shop.pem"), ""}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "cannot: shop.example:443 shows no certificate: Connection refused",
     .runs = {{NAMED, "", 1, REFUSED},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Nov 27 12:00:00 2026", "AA")}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "cannot: shop.example:443 shows no certificate: Name or service not known",
     .runs = {{NAMED, "", 1, NO_NAME},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Nov 27 12:00:00 2026", "AA")}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "cannot: openssl cannot read what the server shows",
     .runs = {{NAMED, SHOWN},
              {X_PRINT, NOT_READ, 1},
              {X_FILE("/etc/ssl/shop.pem"), PRINT("Nov 27 12:00:00 2026", "AA")}}},
    {"tls/served",
     {SHOP, FILE_PEM},
     "cannot: not expected: openssl x509 -noout -enddate -fingerprint -sha256 -in "
     "/etc/ssl/shop.pem",
     .runs = {{"true", ""}}},
    {"tls/complaints",
     {SHOP},
     "told [\"nothing\"] | OpenSSL accepts what shop.example:443 shows",
     true,
     .runs = {{CHECKED, SHOWN, 0, WELL}}},
    {"tls/complaints",
     {SHOP},
     "told [\"ended\",\"another name\"] | OpenSSL says: certificate has expired; hostname mismatch",
     true,
     .runs = {{CHECKED, SHOWN, 0,
               ERROR("10:certificate has expired") "notAfter=Nov  1 12:00:00 2026 GMT\n" ERROR(
                   "62:hostname mismatch")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"not yet valid\"] | OpenSSL says: certificate is not yet valid",
     true,
     .runs = {{CHECKED, SHOWN, 0, ERROR("9:certificate is not yet valid")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"unknown authority\"] | OpenSSL says: self-signed certificate",
     true,
     .runs = {{CHECKED, SHOWN, 0, ERROR("18:self-signed certificate")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"incomplete chain\"] | OpenSSL says: unable to get local issuer certificate; unable "
     "to verify the first certificate",
     true,
     .runs = {{CHECKED, SHOWN, 0,
               ERROR("20:unable to get local issuer certificate")
                   ERROR("21:unable to verify the first certificate")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"unknown authority\"] | OpenSSL says: unable to get local issuer certificate",
     true,
     .runs = {{CHECKED, SHOWN, 0, ERROR("20:unable to get local issuer certificate")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"revoked\"] | OpenSSL says: certificate revoked",
     true,
     .runs = {{CHECKED, SHOWN, 0, ERROR("23:certificate revoked")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"something else\"] | OpenSSL says: unsuitable certificate purpose; EE certificate key "
     "too weak",
     true,
     .runs = {{CHECKED, SHOWN, 0,
               ERROR("26:unsuitable certificate purpose")
                   ERROR("66:EE certificate key too weak")}}},
    {"tls/complaints",
     {{"host", "192.0.2.10"}},
     "told [\"another name\"] | OpenSSL says: IP address mismatch",
     true,
     .runs = {{CHECKED_IP("192.0.2.10:443", "192.0.2.10"), SHOWN, 0,
               "Can't use SSL_get_servername\n" ERROR("64:IP address mismatch")}}},
    {"tls/complaints",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: Connection refused",
     true,
     .runs = {{CHECKED, "", 1, REFUSED}}},
    {"tls/complaints",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: Name or service not known",
     true,
     .runs = {{CHECKED, "", 1, NO_NAME}}},
    {"tls/complaints",
     {SHOP},
     "cannot: openssl finds no authorities in /etc/ssl/certs/ca-certificates.crt",
     true,
     .runs = {{CHECKED, "", 1, NO_CA}}},
    {"tls/complaints",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: wrong version number",
     true,
     .runs = {{CHECKED, "CONNECTED(00000003)\n", 1, NO_TLS}}},
    {"tls/complaints",
     {SHOP},
     "cannot: shop.example:443 shows no certificate: it speaks no TLS there",
     true,
     .runs = {{CHECKED, ""}}},
    {"tls/complaints",
     {SHOP},
     "cannot: not expected: openssl s_client -connect shop.example:443 -CAfile "
     "/etc/ssl/certs/ca-certificates.crt -no-CApath -no-CAstore -servername shop.example "
     "-verify_hostname shop.example",
     true,
     .runs = {{"true", ""}}},
    {"tls/complaints",
     {SHOP},
     "told [\"unknown authority\",\"ended\",\"something else\"] | OpenSSL says: no issuer; has "
     "expired; odd",
     true,
     .runs = {{CHECKED, SHOWN, 0,
               ERROR("20:no issuer") ERROR("10:has expired") ERROR("10:has expired")
                   ERROR("99:odd")}}},
    {"tls/complaints",
     {SHOP},
     "told [\"incomplete chain\",\"another name\"] | OpenSSL says: no issuer; first certificate; "
     "hostname mismatch",
     true,
     .runs = {{CHECKED, SHOWN, 0,
               ERROR("20:no issuer") ERROR("21:first certificate") ERROR("62:hostname mismatch")}}},
    {"tls/well",
     {SHOP},
     "told yes | OpenSSL accepts what shop.example:443 shows, until Nov 27 12:00:00 2026 GMT",
     .runs = {{CHECKED, SHOWN, 0, WELL},
              {X_LASTS, ENDS("Nov 27 12:00:00 2026") "Certificate will not expire\n"}}},
    {"tls/well",
     {SHOP},
     "told no | OpenSSL accepts what shop.example:443 shows, until Sep 20 12:00:00 2026 GMT, which "
     "is in less than 7d",
     .runs = {{CHECKED, SHOWN, 0, WELL},
              {X_LASTS, ENDS("Sep 20 12:00:00 2026") "Certificate will expire\n", 1, ""}}},
    {"tls/well",
     {{"host", "::1"}, {"lasts", "1d"}},
     "told yes | OpenSSL accepts what [::1]:443 shows, until Sep 20 12:00:00 2026 GMT",
     .runs = {{CHECKED_IP("[::1]:443", "::1"), SHOWN, 0, WELL},
              {X_END " -checkend 86400", ENDS("Sep 20 12:00:00 2026")}}},
    {"tls/well",
     {SHOP},
     "told no | OpenSSL says: certificate has expired",
     .runs = {{CHECKED, SHOWN, 0,
               ERROR("10:certificate has expired") ERROR("62:hostname mismatch")}}},
    {"tls/well",
     {SHOP},
     "told no | shop.example:443 shows no certificate",
     .runs = {{CHECKED, "", 1, REFUSED}}},
    {"tls/well",
     {SHOP},
     "cannot: openssl finds no authorities in /etc/ssl/certs/ca-certificates.crt",
     .runs = {{CHECKED, "", 1, NO_CA}}},
    {"tls/well",
     {SHOP},
     "cannot: openssl cannot read what shop.example:443 shows",
     .runs = {{CHECKED, SHOWN, 0, WELL}, {X_LASTS, NOT_READ, 1}}},
    {"tls/well",
     {SHOP},
     "cannot: not expected: openssl x509 -noout -enddate -checkend 604800",
     .runs = {{CHECKED, SHOWN, 0, WELL}}},
    {"tls/well", {SHOP}, "cannot: openssl did not end in time", .runs = {{CHECKED, "", 124}}},
    {"tls/well",
     {SHOP},
     "cannot: not expected: openssl s_client -connect shop.example:443 -CAfile "
     "/etc/ssl/certs/ca-certificates.crt -no-CApath -no-CAstore -servername shop.example "
     "-verify_hostname shop.example",
     .runs = {{"true", ""}}},
    {"tls/addresses",
     {SHOP},
     "told yes | 192.0.2.10: until Nov 27 12:00:00 2026 GMT; 2001:db8::1: until Nov 27 12:00:00 "
     "2026 GMT",
     .runs = {{AHOSTS, AT("192.0.2.10") AT("2001:db8::1") AT("192.0.2.10")},
              {AT_IP("192.0.2.10:443"), SHOWN},
              {AT_IP("[2001:db8::1]:443"), SHOWN},
              {X_END, ENDS("Nov 27 12:00:00 2026")}}},
    {"tls/addresses",
     {SHOP},
     "told no | 192.0.2.10: until Nov 27 12:00:00 2026 GMT; 192.0.2.11: until Nov 27 12:00:00 2026 "
     "GMT",
     .runs = {{AHOSTS, AT("192.0.2.10") AT("192.0.2.11")},
              {AT_IP("192.0.2.10:443"), SHOWN},
              {AT_IP("192.0.2.11:443"), PEM("MIIC")},
              {X_END, ENDS("Nov 27 12:00:00 2026")}}},
    {"tls/addresses",
     {SHOP},
     "told yes | 192.0.2.10: none; 192.0.2.11: until ?",
     .runs = {{AHOSTS, AT("192.0.2.10") AT("192.0.2.11")},
              {AT_IP("192.0.2.10:443"), "", 1, REFUSED},
              {AT_IP("192.0.2.11:443"), SHOWN},
              {X_END, NOT_READ, 1}}},
    {"tls/addresses",
     {SHOP, {"most", "1"}},
     "told yes | 192.0.2.10: until Nov 27 12:00:00 2026 GMT; 2 more were not asked",
     .runs = {{AHOSTS, AT("192.0.2.10") AT("192.0.2.11") AT("192.0.2.12")},
              {AT_IP("192.0.2.10:443"), SHOWN},
              {X_END, ENDS("Nov 27 12:00:00 2026")}}},
    {"tls/addresses",
     {SHOP},
     "cannot: none of the addresses of shop.example shows a certificate",
     .runs = {{AHOSTS, AT("192.0.2.10")}, {AT_IP("192.0.2.10:443"), "", 1, REFUSED}}},
    {"tls/addresses",
     {SHOP},
     "cannot: none of the addresses of shop.example shows a certificate",
     .runs = {{AHOSTS, ""}}},
    {"tls/addresses",
     {SHOP},
     "cannot: nobody knows the name shop.example",
     .runs = {{AHOSTS, "", 2}}},
    {"tls/addresses", {{"host", "-s"}}, "cannot: -s is no name", .runs = {{"true", ""}}},
    {"tls/addresses",
     {SHOP},
     "cannot: not expected: getent ahosts shop.example",
     .runs = {{"true", ""}}},
    {"net/leads_here",
     {SHOP},
     "told here | shop.example leads to 192.0.2.2, an address of this machine",
     .runs = {{AHOSTS, AT("192.0.2.2")}, {"ip -o addr", ADDRESSES}}},
    {"net/leads_here",
     {SHOP},
     "told here | shop.example leads to fd00::2, an address of this machine",
     .runs = {{AHOSTS, AT("192.0.2.9") AT("fd00::2")}, {"ip -o addr", ADDRESSES}}},
    {"net/leads_here",
     {SHOP},
     "told here | shop.example leads to 127.0.1.1, an address of this machine",
     .runs = {{AHOSTS, AT("127.0.1.1")}, {"ip -o addr", ADDRESSES}}},
    {"net/leads_here",
     {SHOP},
     "cannot: shop.example leads to 192.0.2.22, no address of this machine; whose it is, people "
     "know",
     .runs = {{AHOSTS, AT("192.0.2.22")}, {"ip -o addr", ADDRESSES}}},
    {"net/leads_here",
     {SHOP},
     "cannot: shop.example leads to nothing, no address of this machine; whose it is, people know",
     .runs = {{AHOSTS, ""}, {"ip -o addr", ADDRESSES}}},
    {"net/leads_here",
     {SHOP},
     "cannot: shop.example leads to 192.0.2.2, no address of this machine; whose it is, people "
     "know",
     .runs = {{AHOSTS, AT("192.0.2.2")}, {"ip -o addr", ""}}},
    {"net/leads_here",
     {SHOP},
     "cannot: nobody knows the name shop.example",
     .runs = {{AHOSTS, "", 2}}},
    {"net/leads_here",
     {SHOP},
     "cannot: ip: Cannot open netlink socket",
     .runs = {{AHOSTS, AT("192.0.2.2")}, {"ip -o addr", "Cannot open netlink socket\n", 1}}},
    {"net/leads_here",
     {SHOP},
     "cannot: not expected: ip -o addr",
     .runs = {{AHOSTS, AT("192.0.2.2")}}},
    {"net/leads_here",
     {SHOP},
     "cannot: not expected: getent ahosts shop.example",
     .runs = {{"true", ""}}},
    {"net/leads_here", {{"host", "--help"}}, "cannot: --help is no name", .runs = {{"true", ""}}},
};

static void checks_of_certificates_do_what_they_say(void)
{
    check_rows_hold_alone(rows, COUNT(rows));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"checks of certificates do what they say", checks_of_certificates_do_what_they_say},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks_tls", tests);
}
