/** An event in each dialect, to begin with. */
import type { DebugInput, Site } from "../../api/types";

export const DIALECTS = ["own", "segment", "snowplow"] as const satisfies DebugInput["dialect"][];

const EXAMPLES: Record<DebugInput["dialect"], (site: Site) => unknown> = {
  own: (s) => ({
    token: "",
    events: [{ id: "1", n: "page_view", u: `https://${s.hosts[0] ?? "www.shop.example"}/`, ti: "Forside" }],
  }),
  segment: (s) => ({
    batch: [
      {
        type: "page",
        messageId: "1",
        anonymousId: "a",
        context: { page: { url: `https://${s.hosts[0] ?? "www.shop.example"}/`, title: "Forside" } },
      },
    ],
  }),
  snowplow: (s) => ({
    schema: "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4",
    data: [
      {
        e: "pv",
        eid: "1",
        aid: s.key,
        url: `https://${s.hosts[0] ?? "www.shop.example"}/`,
        page: "Forside",
        tv: "js-4",
        p: "web",
      },
    ],
  }),
};

export const example = (dialect: DebugInput["dialect"], site: Site) => JSON.stringify(EXAMPLES[dialect](site), null, 2);
