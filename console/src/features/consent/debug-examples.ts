/** An event in each dialect, to begin with. */
import type { DebugInput, Site } from "../../api/types";

export const DIALECTS = [
  "own",
  "matomo",
  "measurement",
  "gtag",
  "plausible",
  "posthog",
  "segment",
  "snowplow",
  "umami",
] as const satisfies DebugInput["dialect"][];

const page = (s: Site) => `https://${s.hosts[0] ?? "www.shop.example"}/`;

const EXAMPLES: Record<DebugInput["dialect"], (site: Site) => unknown> = {
  own: (s) => ({
    token: "",
    events: [{ id: "1", n: "page_view", u: page(s), ti: "Forside" }],
  }),
  segment: (s) => ({
    batch: [
      {
        type: "page",
        messageId: "1",
        anonymousId: "a",
        context: { page: { url: page(s), title: "Forside" } },
      },
    ],
  }),
  matomo: (s) => ({
    requests: [`?idsite=${s.key}&rec=1&url=${encodeURIComponent(page(s))}&action_name=Forside`],
  }),
  measurement: (s) => ({
    client_id: "1.2",
    events: [{ name: "page_view", params: { page_location: page(s), page_title: "Forside" } }],
  }),
  gtag: (s) => `en=page_view&dl=${encodeURIComponent(page(s))}&dt=Forside`,
  plausible: (s) => ({ name: "pageview", domain: s.key, url: page(s) }),
  posthog: (s) => ({
    api_key: s.key,
    batch: [{ event: "$pageview", uuid: "1", properties: { $lib: "web", $current_url: page(s), title: "Forside" } }],
  }),
  umami: (s) => ({
    type: "event",
    payload: { website: s.key, hostname: s.hosts[0] ?? "www.shop.example", url: "/", title: "Forside" },
  }),
  snowplow: (s) => ({
    schema: "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4",
    data: [
      {
        e: "pv",
        eid: "1",
        aid: s.key,
        url: page(s),
        page: "Forside",
        tv: "js-4",
        p: "web",
      },
    ],
  }),
};

export const example = (dialect: DebugInput["dialect"], site: Site) => {
  const body = EXAMPLES[dialect](site);
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
};
