/** For developers: what would become of an event, and a token with which a tracker is told it itself. */
import { Button, Checkbox, CopyButton, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { DebugInput, DebugToken, Trace } from "../../api";
import { api, type Me, type Site } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";

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

export function Debug({ me, site }: { me: Me; site: Site }) {
  const { t } = useWords();
  const example = (dialect: DebugInput["dialect"]) => JSON.stringify(EXAMPLES[dialect](site), null, 2);
  const [d, setD] = useState<DebugInput>({
    dialect: "own",
    body: example("own"),
    token: "",
    user_agent: navigator.userAgent,
    gpc: false,
  });
  const [traces, setTraces] = useState<Trace[]>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const look = async () => {
    setBusy(true);
    setFault(undefined);
    setTraces(undefined);
    await api<Trace[]>(`/sites/${site.id}/debug`, { method: "POST", body: d }).then(setTraces, setFault);
    setBusy(false);
  };
  return (
    <Stack className="card" maw={760} mt="md" component="section" aria-label={t("dbg")}>
      <b>{t("dbg")}</b>
      <div>{t("dbg_def")}</div>
      <Select
        label={t("dbg_dialect")}
        maw={260}
        allowDeselect={false}
        value={d.dialect}
        data={[
          { value: "own", label: "Hjemmel" },
          { value: "segment", label: "Segment / RudderStack" },
          { value: "snowplow", label: "Snowplow" },
        ]}
        onChange={(v) => {
          const dialect = v as DebugInput["dialect"];
          setD({ ...d, dialect, body: example(dialect) });
          setTraces(undefined);
        }}
      />
      <Textarea
        label={t("dbg_body")}
        autosize
        minRows={5}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: "ui-monospace, monospace", fontSize: 13 } }}
        value={d.body}
        onChange={(e) => setD({ ...d, body: e.target.value })}
      />
      <TextInput
        label={t("dbg_token")}
        description={t("dbg_token_def")}
        value={d.token}
        onChange={(e) => setD({ ...d, token: e.target.value })}
      />
      <TextInput
        label={t("dbg_agent")}
        value={d.user_agent}
        onChange={(e) => setD({ ...d, user_agent: e.target.value })}
      />
      <Checkbox label={t("dbg_gpc")} checked={d.gpc} onChange={(e) => setD({ ...d, gpc: e.target.checked })} />
      <Group>
        <Button size="xs" loading={busy} onClick={look}>
          {t("dbg_look")}
        </Button>
      </Group>
      {fault !== undefined && <Fault error={fault} />}
      <div role="status">
        {traces?.map((x) => (
          <Became key={x.index} trace={x} />
        ))}
      </div>
      {me.may.includes("site_write") && <Token site={site} />}
    </Stack>
  );
}

function Became({ trace: x }: { trace: Trace }) {
  const { t, any, n, known } = useWords();
  const why = x.outcome === "refused" ? known(`reason_${x.reason}`, x.reason) : known(`dr_${x.reason}`, x.reason);
  const facts = Object.entries(x.event ?? {}).filter(([, v]) => v !== "" && v !== 0 && v !== "{}");
  return (
    <div style={{ borderTop: "1px solid var(--line)", padding: "8px 0", overflowWrap: "anywhere" }}>
      <div>
        <b>
          #{x.index + 1} {any(`dbg_${x.outcome}`)}
        </b>
        {x.reason && `: ${why}`}
        {x.rule && (
          <span className="quiet">
            {" "}
            ({t("rule")} {x.rule})
          </span>
        )}
      </div>
      {x.purposes.length > 0 && (
        <div>
          {t("purpose")}: {x.purposes.map(any).join(", ")}
        </div>
      )}
      {x.cleaned.length > 0 && (
        <div>
          {t("dbg_cleaned")}: {x.cleaned.map((c) => `${known(`dr_${c.what}`, c.what)} (${n(c.n)})`).join(", ")}
        </div>
      )}
      {facts.length > 0 && (
        <dl className="facts" style={{ marginTop: 6 }}>
          {facts.map(([k, v]) => [<dt key={`${k}-t`}>{k}</dt>, <dd key={`${k}-d`}>{String(v)}</dd>])}
        </dl>
      )}
    </div>
  );
}

/** A token for an hour. What it opens is the answer to whoever sends the event, and nothing else. */
function Token({ site }: { site: Site }) {
  const { t, say, date } = useWords();
  const [made, setMade] = useState<DebugToken>();
  const [fault, setFault] = useState<unknown>();
  const line = made && `curl -H 'Hjemmel-Debug: ${made.token}' -d '{"events":[…]}' ${location.origin}/c/${site.key}/e`;
  return (
    <div style={{ borderTop: "1px solid var(--line)", paddingTop: 12 }}>
      <div>{t("dbg_live")}</div>
      <Group mt={8}>
        <Button
          size="xs"
          variant="default"
          onClick={() => api<DebugToken>(`/sites/${site.id}/debug/token`, { method: "POST" }).then(setMade, setFault)}
        >
          {t("dbg_make")}
        </Button>
      </Group>
      {fault !== undefined && <Fault error={fault} />}
      {made && line && (
        <>
          <pre className="code" style={{ marginTop: 8 }}>
            {line}
          </pre>
          <Group mt={6} gap="xs">
            <CopyButton value={made.token}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" onClick={copy}>
                  {t(copied ? "copied" : "copy")}
                </Button>
              )}
            </CopyButton>
            <span className="quiet">
              {say("dbg_until", { moment: date(made.expires_at_ms, { timeStyle: "short" }) })}
            </span>
          </Group>
        </>
      )}
    </div>
  );
}
