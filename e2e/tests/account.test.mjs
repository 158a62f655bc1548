// Accounts of staff as they use them: a second factor from an authenticator, a fresh proof in the way of a key, one's own password.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { EMAIL, PASSWORD, until, world } from "../world.mjs";

let w;
before(async () => (w = await world(18480)));
after(() => w.end());

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator shows now (RFC 6238). */
function code(secret, step = Math.floor(Date.now() / 30_000)) {
  const bits = [...secret].map((c) => LETTERS.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(time).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function signedIn(page, second) {
  await page.goto(w.base);
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByRole("textbox", { name: "Kodeord" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log ind" }).click();
  if (second) {
    await page.getByLabel("Kode fra din godkendelsesapp").fill(second);
    await page.getByRole("button", { name: "Log ind" }).click();
  }
  await page
    .getByRole("heading", { name: "Hjem" })
    .or(page.getByRole("link", { name: "Hjem" }))
    .first()
    .waitFor();
}

test("a second factor is set up, asked for, and a recovery code stands in for it", async () => {
  const context = await w.browser.newContext({ locale: "da-DK" });
  const page = await context.newPage();
  await signedIn(page);
  await page.goto(`${w.base}/settings?tab=my_account`);
  await page.getByRole("button", { name: "Sæt op" }).click();
  await page.getByRole("img", { name: "QR-kode til godkendelsesappen" }).waitFor();
  const secret = await page.locator("section code").first().textContent();
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map((v) => v.id),
    [],
  );
  await page.getByLabel("Kode fra din godkendelsesapp").fill(code(secret));
  await page.getByRole("button", { name: "Slå til" }).click();
  const codes = (await page.getByRole("dialog").locator("pre").textContent()).trim().split("\n");
  assert.equal(codes.length, 10);
  await page.getByRole("button", { name: "Jeg har gemt dem" }).click();
  await page.getByText("10 reservekoder tilbage").waitFor();
  await page.getByText("Slog totrinslogin til").waitFor();
  await context.close();

  const other = await w.browser.newContext({ locale: "da-DK" });
  await signedIn(await other.newPage(), codes[0]);
  await other.close();
  const third = await w.browser.newContext({ locale: "da-DK" });
  // The code that turned it on was used up; the next one is not.
  await signedIn(await third.newPage(), code(secret, Math.floor(Date.now() / 30_000) + 1));
  await third.close();
});

test("what gives others power asks for a proof, and goes on after it", async () => {
  const context = await w.browser.newContext({ locale: "da-DK" });
  const page = await context.newPage();
  // A colleague, who has no second factor yet.
  const cookie = await fetch(`${w.base}/api/v1/session`, {
    method: "POST",
    headers: { "x-hjemmel": "1", "content-type": "application/json" },
    body: JSON.stringify({ email: "mads@blomsterhuset.example", password: PASSWORD }),
  });
  assert.equal(cookie.status, 200);
  const [name, value] = cookie.headers.get("set-cookie").split(";")[0].split("=");
  await context.addCookies([{ name, value, url: w.base }]);
  // Ten minutes are not waited for here: the server's first answer is put in its place.
  let asked = 0;
  await page.route("**/api/v1/session/factor", (route) =>
    asked++ === 0
      ? route.fulfill({
          status: 403,
          contentType: "application/problem+json",
          body: JSON.stringify({ code: "fresh_proof_needed", title: "", detail: "" }),
        })
      : route.continue(),
  );
  await page.goto(`${w.base}/settings?tab=my_account`);
  await page.getByRole("button", { name: "Sæt op" }).click();
  const dialog = page.getByRole("dialog", { name: "Vis igen, at det er dig" });
  await dialog.getByRole("textbox", { name: "Kodeord" }).fill("forkert-forkert");
  await dialog.getByRole("button", { name: "Fortsæt" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("textbox", { name: "Kodeord" }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Fortsæt" }).click();
  await page.getByRole("img", { name: "QR-kode til godkendelsesappen" }).waitFor();
  await until("asked twice", () => asked === 2);
  await context.close();
});
