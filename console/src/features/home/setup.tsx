/** Set-up: what fails and what is missing, each with why it matters and the next step. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router-dom";
import type { Setup as All, SetupItem } from "../../api";
import { api, type Me, type Site, type SiteDraft } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

export const useSetup = () =>
  useQuery({ queryKey: ["setup"], queryFn: () => api<All>("/setup"), refetchInterval: 60_000, staleTime: 5_000 });

/** What somebody must be allowed to do for the next step. */
const MAY: Record<string, string> = {
  organisation_unnamed: "team_write",
  no_site: "site_write",
  notice_missing: "notice_publish",
  tag_unseen: "site_read",
  tag_silent: "site_read",
  host_unlisted: "site_write",
  tracker_unknown: "site_read",
  clock_in_doubt: "retention_confirm",
  retention_held: "retention_confirm",
  evidence_damaged: "evidence_restart",
};
const CONFIRMS: Record<string, string> = {
  clock_in_doubt: "/condition/clock",
  retention_held: "/condition/retention",
  evidence_damaged: "/condition/evidence-log",
};
const may = (me: Me, item: SetupItem) => (me.may as string[]).includes(MAY[item.code] ?? "job_read");

export function SetupCard({ me, sites }: { me: Me; sites: Site[] }) {
  const { t } = useWords();
  const setup = useSetup();
  if (setup.error)
    return (
      <div style={{ marginBottom: 16 }}>
        <Fault error={setup.error} retry={() => setup.refetch()} />
      </div>
    );
  if (!setup.data?.open.length) return null;
  return (
    <section className="card setup" aria-label={t("su")}>
      {(["failing", "missing", "advice"] as const).map((severity) => {
        const items = setup.data.open.filter((item) => item.severity === severity);
        return (
          items.length > 0 && (
            <div key={severity}>
              <b>{t(({ failing: "su_failing", missing: "su", advice: "su_advice" } as const)[severity])}</b>
              <ul className="plain">
                {items.map((item) => (
                  <Open
                    key={`${item.code} ${item.site ?? ""} ${item.detail}`}
                    item={item}
                    me={me}
                    site={sites.find((s) => s.id === item.site)}
                  />
                ))}
              </ul>
            </div>
          )
        );
      })}
    </section>
  );
}

function Open({ item, me, site }: { item: SetupItem; me: Me; site?: Site }) {
  const { t, any, known, say, n, date } = useWords();
  const [kind, failed] = item.detail.split(":");
  const values = {
    n: n(item.count),
    site: item.site_name,
    host: item.detail,
    tracker: item.detail,
    day:
      item.detail && /^\d{4}-/.test(item.detail)
        ? date(Date.parse(item.detail), { dateStyle: "medium", timeZone: "UTC" })
        : item.detail,
    job: known(`job_${kind}`, kind),
    why: known(`su_why_${failed || item.detail}`, failed || item.detail),
  };
  const word = (more: string) => {
    const key = `su_${item.code}${more}`;
    return any(key) === key ? "" : say(key as "su", values);
  };
  const since =
    item.since_ms > 0 && say("su_since", { moment: date(item.since_ms, { dateStyle: "medium", timeStyle: "short" }) });
  const count = item.count > 0 && word("_n");
  return (
    <li data-severity={item.severity}>
      <div>
        <div>
          <b>{word("") || item.code}</b>
        </div>
        <div>{word("_def")}</div>
        {(since || count) && <div className="quiet">{[count, since].filter(Boolean).join(" · ")}</div>}
      </div>
      {item.code === "host_unlisted" && site && may(me, item) ? (
        <AddHost site={site} host={item.detail} />
      ) : CONFIRMS[item.code] ? (
        may(me, item) ? (
          <Confirm path={CONFIRMS[item.code]!} word={word("_do")} asks={item.code === "evidence_damaged"} />
        ) : (
          <span className="quiet">{t("su_ask")}</span>
        )
      ) : (
        item.next !== "/" &&
        word("_do") &&
        (may(me, item) ? (
          <Button component={Link} to={item.next} size="xs" variant={item.severity === "advice" ? "default" : "filled"}>
            {word("_do")}
          </Button>
        ) : (
          <span className="quiet">{t("su_ask")}</span>
        ))
      )}
    </li>
  );
}

/** What a named person confirms before the program goes on; the server remembers who it was. */
function Confirm({ path, word, asks }: { path: string; word: string; asks: boolean }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const confirm = useMutation({
    mutationFn: () => api(path, { method: "POST", body: asks ? { reason } : undefined }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["setup"] }),
  });
  return (
    <Stack gap="xs" maw={320}>
      {confirm.error && <Fault error={confirm.error} />}
      {asks && <TextInput label={t("co_reason")} value={reason} onChange={(e) => setReason(e.target.value)} />}
      <Button
        size="xs"
        variant="default"
        loading={confirm.isPending}
        disabled={asks && !reason.trim()}
        onClick={() => confirm.mutate()}
      >
        {word}
      </Button>
    </Stack>
  );
}

/** A host that sends and is not listed: it is the site's own after one press, or it is left alone. */
function AddHost({ site, host }: { site: Site; host: string }) {
  const { say } = useWords();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const add = async () => {
    setBusy(true);
    // Everything else that was set stays as it is.
    const { id, tenant, key, notice_version, purposes, ...settings } = site;
    const body: SiteDraft = { ...settings, hosts: [...site.hosts, host] };
    await api(`/sites/${id}`, { method: "PUT", body }).then(
      () => Promise.all(["sites", "setup"].map((k) => client.invalidateQueries({ queryKey: [k] }))),
      setFault,
    );
    setBusy(false);
  };
  return (
    <Group gap="xs">
      {fault !== undefined && <Fault error={fault} />}
      <Button size="xs" variant="default" loading={busy} onClick={add}>
        {say("su_host_unlisted_do", { site: site.name })}
      </Button>
    </Group>
  );
}
