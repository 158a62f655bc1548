/** The memory of a choice: one cookie, read and written here only. */
import { page, script, site } from "./site";

/** One cookie a site, so that two sites on one host do not answer for each other. */
const COOKIE = `hj_consent_${site.k}`;

/** Sets of purposes allowed and refused, one bit each. */
export interface Choice {
  token: string;
  allowed: number;
  refused: number;
  overridden: number;
}

/** What is stored; nothing is known in a sandbox, where even asking is an error. */
function stored(): string | undefined {
  try {
    return page.cookie;
  } catch {
    return undefined;
  }
}

/** Whether a choice can be remembered. Where it cannot, nobody is asked: the answer would be asked for on every page. */
export const rememberable = (): boolean => navigator.cookieEnabled && stored() !== undefined;

export function choice(): Choice {
  const value =
    stored()
      ?.split("; ")
      .find((c) => c.startsWith(`${COOKIE}=`))
      ?.slice(COOKIE.length + 1) ?? "";
  const none = { token: "", allowed: 0, refused: 0, overridden: 0 };
  if (value.startsWith("refused.")) return { ...none, refused: parseInt(value.slice(8), 16) || 0 };
  try {
    if (value.startsWith("v1.")) {
      const raw = atob(value.slice(3).replace(/-/g, "+").replace(/_/g, "/"));
      const view = new DataView(Uint8Array.from(raw, (c) => c.charCodeAt(0)).buffer);
      if (view.getUint32(34) * 1000 > Date.now()) {
        // What a newer notice changed is asked for again, by itself.
        const covered = site.p.reduce(
          (sum, [, bit, since]) => (view.getUint32(18) >= since ? sum | (1 << bit) : sum),
          0,
        );
        const allowed = view.getUint32(10) & covered;
        return { token: value, allowed, refused: view.getUint32(14), overridden: view.getUint8(1) & 1 };
      }
    }
  } catch {
    // A damaged cookie is no choice.
  }
  return none;
}

export function remember(value: string, seconds: number): void {
  const { domain } = script.dataset;
  const write = (value: string, seconds: number, more = ""): void => {
    const secure = location.protocol === "https:" ? ";secure" : "";
    page.cookie = `${COOKIE}=${value};path=/;max-age=${seconds};samesite=lax${secure}${more}`;
  };
  if (!domain) return write(value, seconds);
  // One choice for all subdomains of the site: no other of this host alone may stand beside it. Cookies know no letters
  // outside ASCII, addresses do.
  write("", 0);
  write(value, seconds, `;domain=${new URL(`http://${domain}`).hostname}`);
}

/**
 * The cookie of a no, as the server would make it: the same for everybody. Six months can have 184 days, and a no does not end
 * before a yes (B-17).
 */
export function refuseHere(): void {
  const all = site.p.reduce((sum, [, bit]) => sum | (1 << bit), 0);
  remember(`refused.${(all >>> 0).toString(16)}`, 15897600);
}

export function granted(): string[] {
  const { allowed: said, overridden } = choice();
  const allowed = navigator.globalPrivacyControl && !overridden ? said & ~site.d : said;
  return site.p.filter(([, bit]) => (allowed >>> bit) & 1).map(([key]) => key);
}

export function undecided(): boolean {
  const { allowed, refused } = choice();
  return site.p.some(([, bit]) => !(((allowed | refused) >>> bit) & 1));
}
