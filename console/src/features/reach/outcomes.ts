/** Where a newsletter stands, and what became of it. */
import type { Campaign, CampaignBody, CampaignDetail, Form, Topic } from "../../api/types";
import { oneOf } from "../../parts/address";
import { useWords } from "./words";

/** What staff write, with nothing left out. */
export type Body = Required<CampaignBody>;
export const ACCENT = "#0b6e75";
export const whole = (body: CampaignBody): Body => ({
  ...body,
  accent: body.accent ?? ACCENT,
  preheader: body.preheader ?? "",
  only_language: body.only_language ?? false,
  segment: body.segment ?? null,
});

export const OUTCOMES = ["accepted", "planned", "refused", "bounced", "failed", "sending", "cancelled"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of its messages. */
export function outcomes({ campaign, counts }: CampaignDetail): Record<Outcome, number> {
  const sums = { accepted: 0, planned: 0, refused: 0, bounced: 0, failed: 0, sending: 0, cancelled: 0 };
  for (const c of counts) {
    // Written down in the very moment in which it was stopped for good: nobody waits any more.
    const state = campaign.state === "cancelled" && c.state === "planned" ? "cancelled" : oneOf(OUTCOMES, c.state);
    if (state) sums[state] += c.people;
  }
  return sums;
}

const SOON_MS = 30_000;

/** How often to look again, in milliseconds: often while something goes out, seldom while it waits for its time. */
export function pace(all: CampaignDetail[]): number | false {
  const sending = all.filter((d) => d.campaign.state === "sending");
  return sending.some((d) => d.campaign.send_at < Date.now() + SOON_MS) ? 2_000 : sending.length ? SOON_MS : false;
}

/** When it went, goes, or was last touched. */
export const when = (c: Campaign): number =>
  c.state === "draft" || c.state === "paused"
    ? c.changed_at
    : c.state === "sending"
      ? c.send_at
      : c.ended_at || c.changed_at;

export const topicName = (
  topics: Topic[] = [],
  forms: Form[] = [],
  body: CampaignBody,
  written: (texts?: Record<string, string>) => string,
): string => written([...topics, ...forms.flatMap((f) => f.topics)].find((x) => x.id === body.topic)?.name) || "–";

/** What a mail server can have to say: of the address, of the box, of its own rules. */
const RETURNS = ["why_1", "why_2", "why_7", "why_later"] as const;

export function useSay() {
  const words = useWords();
  const { t, any, known, count } = words;
  const later = (c: Campaign) => c.state === "sending" && c.send_at > Date.now();
  return {
    ...words,
    later,
    people: (k: number) => count("n_people", "n_person", k),
    stands: (c: Campaign) =>
      later(c)
        ? t("campaign_scheduled")
        : c.state === "paused" && c.reason === "returns"
          ? t("campaign_stopped")
          : any(`campaign_${c.state}`),
    /** A reason in words; a status of a mail server (RFC 3463) by its class, and as it is. */
    why: (reason: string) => {
      const kind = /^[45]\.\d/.test(reason) && oneOf(RETURNS, `why_${reason[0] === "5" ? reason[2] : "later"}`);
      return kind ? `${t(kind)} (${reason})` : known(`why_${reason}`, reason);
    },
    outcome: (o: string, state: Campaign["state"]) =>
      o === "sending" && state === "sending"
        ? t("out_underway")
        : o === "planned" && state === "cancelled"
          ? t("out_cancelled")
          : any(`out_${o}`),
  };
}
