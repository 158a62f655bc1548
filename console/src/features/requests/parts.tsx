/** What the parts of Requests share: the clock in words, who asks, finding a person, which answer fits. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Link } from "react-router-dom";
import {
  type Asked,
  api,
  type IdentityCheck,
  type People,
  type Person,
  type PersonDetail,
  query,
  type RequestKind,
  type Requests,
  type RequestView,
} from "../../api";
import { useWords, type Word } from "../../i18n";
import { Fault } from "../../parts";

export const KINDS = [
  "access",
  "erasure",
  "rectification",
  "restriction",
  "objection",
  "portability",
] as const satisfies RequestKind[];
/** How staff make sure who asks; a code is what the person's own pages do. */
export const CHECKS = ["asked", "letter", "plain"] as const satisfies IdentityCheck[];

export const TEMPLATES = [
  "receipt",
  "identity",
  "clarification",
  "extension",
  "access_done",
  "nothing_held",
  "portability_done",
  "rectification_done",
  "rectification_refused",
  "erasure_done",
  "erasure_partial",
  "erasure_refused",
  "restriction_done",
  "restriction_lifted",
  "objection_done",
  "objection_refused",
  "excessive",
] as const;
export type Template = (typeof TEMPLATES)[number];

/** Those that have a place for a reason. */
export const REASONED: readonly Template[] = [
  "identity",
  "clarification",
  "extension",
  "rectification_refused",
  "erasure_partial",
  "erasure_refused",
  "restriction_lifted",
  "objection_refused",
  "excessive",
];

const ENDS: Record<RequestKind, Template[]> = {
  access: ["access_done", "nothing_held"],
  erasure: ["erasure_done", "erasure_partial", "erasure_refused", "nothing_held"],
  rectification: ["rectification_done", "rectification_refused"],
  restriction: ["restriction_done", "restriction_lifted"],
  objection: ["objection_done", "objection_refused"],
  portability: ["portability_done", "nothing_held"],
};

/** The answers that fit where a request stands, the likeliest first. */
export function fitting(r: Asked): Template[] {
  if (r.state === "refused")
    return [refusal(r.kind), ...(refusal(r.kind) === "excessive" ? [] : ["excessive" as const])];
  if (r.closed_at > 0) return ENDS[r.kind];
  const now: Template[] =
    r.suspended_at > 0 ? ["identity"] : r.extended_at > 0 ? ["extension"] : r.state === "received" ? ["receipt"] : [];
  return [
    ...now,
    ...ENDS[r.kind],
    ...(r.identity === "none" && !now.includes("identity") ? ["identity" as const] : []),
    "clarification",
  ];
}

/** The answer that says no to a kind. */
export const refusal = (kind: RequestKind): Template => ENDS[kind].find((x) => x.endsWith("_refused")) ?? "excessive";

/** An answer to begin with, which a step asks for. */
export interface Wanted {
  template: Template;
  reason: string;
}

/** Whose data it was is gone, and with it what was said. */
export const erased = (r: Asked) => !r.person && !r.contact;

/** Danish and Swedish days, as the clock counts them. */
const ZONE = "Europe/Copenhagen";
export const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(Date.now());

export function useSay() {
  const words = useWords();
  const { t, any, n, date, say } = words;
  const count = (word: Word, one: Word, k: number) => (k === 1 ? t(one) : say(word, { n: n(k) }));
  return {
    ...words,
    count,
    day: (ms: number) => date(ms, { dateStyle: "medium", timeZone: ZONE }),
    due: (r: Asked) => date(Date.parse(r.due_on), { dateStyle: "medium", timeZone: "UTC" }),
    moment: (ms: number) => date(ms, { dateStyle: "medium", timeStyle: "short" }),
    left: (days: number) =>
      days === 0
        ? t("rq_today")
        : days > 0
          ? count("rq_left", "rq_left_one", days)
          : count("rq_over", "rq_over_one", -days),
    stands: (r: Asked) => (r.suspended_at > 0 ? t("rq_still") : any(`rq_state_${r.state}`)),
  };
}

/** Days left: ink, heavier within a week, red only when they are over. */
export function Left({ days }: { days: number }) {
  const { left } = useSay();
  return (
    <span style={{ fontWeight: days <= 7 ? 650 : 400, color: days < 0 ? "var(--loss)" : undefined }}>{left(days)}</span>
  );
}

export const useRequests = (may: boolean, before?: string) =>
  useQuery({
    queryKey: ["requests", before ?? ""],
    queryFn: () => api<Requests>(`/requests${query({ before })}`),
    enabled: may,
    placeholderData: (old) => old,
  });

export function usePerson(id: string | null | undefined) {
  const { lang } = useWords();
  return useQuery({
    queryKey: ["person", id, lang],
    queryFn: () => api<PersonDetail>(`/people/${id}${query({ language: lang })}`),
    enabled: !!id,
  });
}

/** Who asks: the person where they are known, else what they said, else that they are gone. With `look`, by their address. */
export function Who({ request: r, look }: { request: Asked; look: boolean }) {
  const { t } = useWords();
  const found = usePerson(look ? r.person : null);
  if (r.person)
    return (
      <Link to={`/people?person=${r.person}`} onClick={(e) => e.stopPropagation()}>
        {found.data?.person.identifiers[0]?.value ?? (r.contact || t("rq_the_person"))}
      </Link>
    );
  return erased(r) ? <span className="quiet">{t("rq_erased")}</span> : r.contact;
}

export const nameOf = (p: Person) => p.identifiers[0]?.value ?? p.id;

/** Finds a person by a whole address, which travels in the body and stands in no URL. */
export function PersonPick({ value, set }: { value?: Person; set: (p: Person | undefined) => void }) {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Person[]>();
  const [fault, setFault] = useState<unknown>();
  const find = async () => {
    if (!text.trim()) return;
    setFault(undefined);
    await api<People>("/people/search", { method: "POST", body: { query: text.trim() } }).then(
      (all) => setFound(all.people),
      setFault,
    );
  };
  if (value)
    return (
      <div role="status">
        <div className="quiet">{t("person")}</div>
        <Group gap="xs">
          <b style={{ overflowWrap: "anywhere" }}>{nameOf(value)}</b>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              set(undefined);
              setFound(undefined);
            }}
          >
            {t("remove")}
          </Button>
        </Group>
      </div>
    );
  return (
    <Stack gap={6}>
      <label htmlFor={id} style={{ fontWeight: 500 }}>
        {t("find_person")}
      </label>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          id={id}
          style={{ flex: 1, minWidth: 0 }}
          placeholder="karen.madsen@post.example"
          value={text}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter") {
              e.preventDefault();
              void find();
            }
          }}
        />
        <Button variant="default" onClick={find}>
          {t("find")}
        </Button>
      </Group>
      {fault !== undefined && <Fault error={fault} />}
      <div role="status">
        {found?.length === 0 && t("nobody_found")}
        {found?.map((p) => (
          <Group key={p.id} gap="xs" wrap="nowrap" justify="space-between">
            <span style={{ overflowWrap: "anywhere" }}>{p.identifiers.map((i) => i.value).join(", ")}</span>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t("rq_choose")} ${nameOf(p)}`}
              onClick={() => set(p)}
            >
              {t("rq_choose")}
            </Button>
          </Group>
        ))}
      </div>
    </Stack>
  );
}

/** Due soon enough to be shown first of all. */
export const pressing = (open: RequestView[]) => open.filter((v) => v.days_left <= 14);
