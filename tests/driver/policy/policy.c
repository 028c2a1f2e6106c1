// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the driver makes of the answers of Xen and of the kernel's security, on hosts that
 * no scenario has: a Xen without kexec, one with FLASK or live patches, a dom0 that is a
 * PVH domain, revoked keys, and a kernel that is locked down before the driver comes.
 */
#include "kernel.h"

#include "cold_host.h"
#include "hcall.h"
#include "report.h"
#include "step.h"
#include "verify.h"

struct answers answers;
static struct xlu_step step;

static int passed, failed;

static void verdict(bool good, const char *what)
{
	printf("%s - policy: %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

/* --- the kernel ------------------------------------------------------------------ */

/* No kernel is looked at here. */
enum xlu_why xlu_inflate_pause(void *unused)
{
	(void)unused;
	return XLU_WHY_NONE;
}

u32 xlu_crc32c(u32 crc, const void *data, size_t size)
{
	(void)data;
	return crc + size;
}

static long fake_sysctl(struct xen_livepatch_list *list)
{
	if (list->interface_version != answers.sysctl_version)
		return -EACCES;
	list->nr = answers.patches;
	return answers.sysctl;
}

long fake_hypercall(const char *name, unsigned long op, void *arg)
{
	if (!strcmp(name, "xsm_op"))
		return answers.xsm;
	if (!strcmp(name, "sysctl"))
		return fake_sysctl(arg);
	if (op == KEXEC_CMD_kexec_get_range)
		((struct xen_kexec_range *)arg)->size = answers.range;
	return answers.kexec;
}

int HYPERVISOR_xen_version(int op, void *arg)
{
	if (op != XENVER_commandline)
		return NO_HYPERCALL;
	snprintf(arg, sizeof(struct xen_commandline), "%s", answers.cmdline);
	return 0;
}

void bin2hex(char *to, const void *from, size_t size)
{
	(void)from;
	memset(to, '0', 2 * size);
}

struct key *fake_keyring(const char *name)
{
	return (struct key *)(unsigned long)(strstr(name, "none") ? 16 : 8);
}

int verify_pkcs7_signature(const void *data, size_t size, const void *sig, size_t sig_size,
			   struct key *keys, int usage, void *view, void *arg)
{
	static const unsigned long of[NR_KEYS] = { 1, 2, 8, 16 };
	int i;

	(void)data, (void)size, (void)sig, (void)sig_size, (void)usage, (void)view, (void)arg;
	for (i = 0; i < NR_KEYS; i++)
		if (of[i] == (unsigned long)keys)
			return answers.by_key[i];
	abort();
}

int param_set_ullong(const char *value, const struct kernel_param *param)
{
	*(unsigned long long *)param->arg = strtoull(value, NULL, 0);
	return 0;
}

int kstrtobool(const char *value, bool *result)
{
	*result = *value == '1';
	return *value == '0' || *value == '1' ? 0 : -EINVAL;
}

/* --- hosts ----------------------------------------------------------------------- */

/* A usual one */
static void usual(void)
{
	answers = (struct answers){
		.range = 64 << 20, .xsm = NO_HYPERCALL, .firmware = NO_HYPERCALL,
		.sysctl_version = 0x15, .cmdline = "",
	};
	step.explanation[0] = 0;
}

static bool cold_is(enum xlu_why why, const char *explanation)
{
	return xlu_cold_host(&step) == why && strstr(step.explanation, explanation);
}

static void kexec(void)
{
	u64 maddr, size;

	usual();
	verdict(!xlu_hcall_cold() && cold_is(XLU_WHY_NONE, ""), "cold updates are offered");
	verdict(!xlu_hcall_bank(&maddr, &size) && size == 64 << 20, "so are live ones");
	answers.kexec = 1;
	verdict(cold_is(XLU_WHY_KEXEC_IN_USE, ""), "an image of kexec-tools");
	usual();
	answers.kexec = NO_HYPERCALL;
	verdict(xlu_hcall_cold() == -EOPNOTSUPP, "a Xen without kexec offers nothing cold");
	verdict(cold_is(XLU_WHY_NO_COLD_UPDATE, "without kexec"), "and says why");
	verdict(xlu_hcall_bank(&maddr, &size) == -EOPNOTSUPP, "nor live");
	usual();
	answers.pvh = true;
	verdict(xlu_hcall_cold() == -EXDEV, "to a PVH dom0 nothing cold is offered");
	verdict(cold_is(XLU_WHY_NO_COLD_UPDATE, "PVH"), "and that is said");
	verdict(xlu_hcall_bank(&maddr, &size) == -EXDEV, "nor is a bank");
}

static void flask(void)
{
	usual();
	verdict(!xlu_cold_lacks_policy(NULL) && !xlu_cold_lacks_policy("a"), "no FLASK");
	answers.xsm = 0;
	verdict(xlu_cold_lacks_policy(NULL), "FLASK, permissive, and no command line");
	answers.xsm = 1;
	verdict(xlu_cold_lacks_policy(""), "FLASK, enforcing, and an empty one");
	verdict(xlu_cold_lacks_policy("xflask=late flask=x flask=latex"), "FLASK unsettled");
	verdict(xlu_cold_lacks_policy("a -- flask=late"), "settled for dom0 alone");
	verdict(!xlu_cold_lacks_policy("a flask=late"), "settled: late");
	verdict(!xlu_cold_lacks_policy("flask=disabled"), "settled: disabled");
	answers.xsm = -EPERM;
	verdict(!xlu_cold_lacks_policy(NULL), "another security module");
}

static void live_patches(void)
{
	usual();
	verdict(!xlu_cold_warnings(), "no warning");
	answers.cmdline = "ucode=2";
	verdict(xlu_cold_warnings() == XLU_WARN_MICROCODE, "ucode= is a module");
	answers.patches = 1;
	verdict(xlu_cold_warnings() == (XLU_WARN_MICROCODE | XLU_WARN_LIVEPATCH),
		"live patches, too");
	answers.sysctl_version = 0x12;
	verdict(xlu_cold_live_patches() == XLU_WARN_LIVEPATCH, "of an older Xen");
	answers.sysctl_version = 0x40;
	verdict(!xlu_cold_live_patches(), "a Xen that nobody knows");
	usual();
	answers.patches = 1;
	answers.sysctl = -EOPNOTSUPP;
	verdict(!xlu_cold_live_patches(), "a Xen without live patches");
}

/* --- signatures ------------------------------------------------------------------ */

/* A file with a signature of one byte. */
static size_t make_signed(u8 *data)
{
	const struct module_signature trailer = {
		.id_type = PKEY_ID_PKCS7, .sig_len = htobe32(1),
	};
	size_t len = strlen(MODULE_SIG_STRING);

	memset(data, 'x', 2);
	memcpy(data + 2, &trailer, sizeof(trailer));
	memcpy(data + 2 + sizeof(trailer), MODULE_SIG_STRING, len);
	return 2 + sizeof(trailer) + len;
}

static void origin(const int by_key[NR_KEYS], bool locked_down, enum xlu_why want,
		   const char *what)
{
	u8 data[100];
	size_t size = make_signed(data);
	bool is_signed;

	usual();
	answers.locked_down = locked_down;
	memcpy(answers.by_key, by_key, sizeof(answers.by_key));
	verdict(xlu_verify_origin(data, size, false, &is_signed) == want &&
		is_signed == !want, what);
}

static void signatures(void)
{
	static const int known[NR_KEYS] = { 0 }, own[] = { -ENOKEY, -ENOKEY, 0, -ENOKEY };
	static const int platform[] = { -ENOKEY, 0, -ENOKEY, -ENOKEY };
	static const int other[] = { -ENOKEY, -ENOKEY, -ENOKEY, -ENOKEY };
	static const int changed[] = { -ENOKEY, -ENOKEY, -EKEYREJECTED, -ENOKEY };
	static const int built_in[] = { -EKEYREJECTED, -ENOKEY, -ENOKEY, -ENOKEY };
	static const int listed[] = {
		-EKEYREJECTED, -EKEYREJECTED, -EKEYREJECTED, -EKEYREJECTED,
	};
	static const int revoked[] = { -ENOKEY, -ENOKEY, -EKEYREVOKED, -ENOKEY };
	static const int expired[] = { -ENOKEY, -ENOKEY, -EKEYEXPIRED, -ENOKEY };
	static const int nonsense[] = { -EBADMSG, -EBADMSG, -EBADMSG, -EBADMSG };

	origin(known, false, XLU_WHY_NONE, "a signature by a key of the kernel");
	origin(platform, true, XLU_WHY_NONE, "by one of the platform, locked down");
	origin(own, false, XLU_WHY_NONE, "by one of the driver's keyring");
	origin(own, true, XLU_WHY_UNKNOWN_KEY, "which does not count if locked down");
	origin(other, false, XLU_WHY_UNKNOWN_KEY, "by an unknown key");
	origin(changed, false, XLU_WHY_BAD_SIGNATURE, "a changed file");
	origin(built_in, false, XLU_WHY_BAD_SIGNATURE, "one signed by the kernel's key");
	origin(listed, false, XLU_WHY_KEY_REJECTED, "a key on the kernel's list of revoked ones");
	origin(revoked, false, XLU_WHY_KEY_REJECTED, "a key that was revoked in its keyring");
	origin(expired, false, XLU_WHY_KEY_REJECTED, "a key that has expired");
	origin(nonsense, false, XLU_WHY_BAD_SIGNATURE, "no signature at all");
}

/* The last of the tests with files: it stays switched on. */
static void enforcing(void)
{
	bool is_signed;

	usual();
	verdict(!xlu_verify_origin("x", 1, false, &is_signed) && !is_signed,
		"without a signature");
	answers.locked_down = true;
	verdict(xlu_verify_origin("x", 1, false, &is_signed) == XLU_WHY_LOCKED_DOWN &&
		xlu_verify_policy(false) == XLU_WHY_LOCKED_DOWN, "locked down");
	usual();
	verdict(param_ops_sig_enforce->set("x", NULL) == -EINVAL, "sig_enforce=x");
	verdict(!param_ops_sig_enforce->set("0", NULL) && !answers.warnings, "sig_enforce=0");
	verdict(!param_ops_sig_enforce->set(NULL, NULL) && answers.warnings == 1,
		"sig_enforce keeps the module");
	verdict(param_ops_sig_enforce->set("0", NULL) == -EROFS, "it is not taken back");
	verdict(xlu_verify_policy(false) == XLU_WHY_NO_SIGNATURE, "what was verified before");
	verdict(xlu_policy() == XEN_LIVEUPDATE_POLICY_SIG_ENFORCE, "the policy");
}

/* --- the report ------------------------------------------------------------------ */

static int set_handoff(const char *value)
{
	const struct kernel_param param = { param_place_handoff };

	return param_ops_handoff->set(value, &param);
}

/* A page of a cold update whose clock went so fast; the real checksum is not needed. */
static struct xen_liveupdate_report report_of(u32 tsc_khz)
{
	struct xen_liveupdate_report report = { .size = 1 };
	static struct xlu_handoff page;

	page = (struct xlu_handoff){
		.magic = XLU_HANDOFF_MAGIC, .self_maddr = 0x1000, .size = sizeof(page),
		.version = XLU_HANDOFF_VERSION, .area_size = XLU_AREA_SIZE,
		.crc = XLU_HANDOFF_CRC_END - XLU_HANDOFF_CRC_START, .tsc_khz = tsc_khz,
		.stamp[XLU_PHASE_LOAD] = 1, .stamp[XLU_PHASE_COMMIT] = 3,
		.stamp[XLU_PHASE_STUB_HEADER] = 7, .wallclock_ns = 1ULL << 60,
		.from_version = "4.\033[1m",
	};
	answers.page = &page;
	xlu_report_init();
	xlu_report(&report);
	return report;
}

/* The page's words, which may be an image's bytes, without an end and with escapes. */
static void refusal(void)
{
	char text[XLU_EXPLANATION];
	static struct xlu_handoff page;

	page.reason = XLU_REASON_BUSY;
	memset(page.text, 'x', sizeof(page.text));
	memcpy(page.text, "\033[2J\x9b\n", 6);
	answers.page = &page;
	verdict(xlu_report_refusal(0x1000, text, sizeof(text)) == XLU_REASON_BUSY &&
		!strncmp(text, "?[2J??x", 7) && strlen(text) < sizeof(text),
		"Xen's words, for a terminal");
}

static void reports(void)
{
	unsigned long long *handoff = param_place_handoff;
	struct xen_liveupdate_report report = { .size = 1 };

	usual();
	answers.locked_down = true;
	verdict(!set_handoff("0x1000") && !*handoff && answers.warnings == 1,
		"handoff= is ignored by a kernel that is locked down, and the driver loads");
	usual();
	xlu_report_init();
	verdict(xlu_report(&report) == -ENODATA, "then there is no report");
	verdict(!set_handoff("0x1001") && *handoff == 0x1001, "handoff= is taken otherwise");
	xlu_report_init();
	verdict(answers.warnings == 1 && xlu_report(&report) == -ENODATA,
		"but for an address that is none");
	set_handoff("0x1000");
	report = report_of(0);
	verdict(report.result == XEN_LIVEUPDATE_RESULT_OK && !report.blackout_ns &&
		!report.phase_ns[XLU_PHASE_COMMIT], "a clock that stands still");
	verdict(!strcmp((char *)report.from_version, "4.?[1m"), "a version for a terminal");
	report = report_of(1);
	verdict(report.result == XEN_LIVEUPDATE_RESULT_OK &&
		report.phase_ns[XLU_PHASE_LOAD] == (1ULL << 60) - 2000000 &&
		report.phase_ns[XLU_PHASE_COMMIT] == 1ULL << 60 &&
		report.phase_ns[XLU_PHASE_STUB_HEADER] == (1ULL << 60) + 4000000 &&
		!report.phase_ns[XLU_PHASE_STUB_MAP], "a slow one");
}

int main(void)
{
	kexec();
	flask();
	live_patches();
	xlu_verify_init();
	signatures();
	enforcing();
	reports();
	refusal();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
