/** Other records of the same person: joined by whoever can know, and parted again without a trace. */
import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api, type IdentifierKind, type JoinView } from "../../api";
import { useWords } from "../../i18n";
import { Fault, Sure } from "../../parts";
import { LINE, Section, useFrom } from "./parts";

const KINDS = ["email", "phone", "customer_number"] as const satisfies IdentifierKind[];

export function Joins({ person, joins, may }: { person: string; joins: JoinView[]; may: boolean }) {
  const { t, date } = useWords();
  const client = useQueryClient();
  const from = useFrom();
  const [open, setOpen] = useState(false);
  if (joins.length === 0 && !may) return null;
  const part = async (other: string) => {
    await api(`/people/${person}/joins/${other}`, { method: "DELETE" });
    await client.invalidateQueries();
  };
  return (
    <Section head="same">
      {joins.map((j) => (
        <div key={j.person} style={LINE}>
          <Link to={`/people?person=${j.person}`}>{j.known_as.join(" · ")}</Link>
          <div className="quiet">
            {from(j.source)} · {date(j.at)}
          </div>
          {may && (
            <Group gap={2} ml={-8}>
              <Sure word="same_part" text={t("same_part_sure")} go={() => part(j.person)} />
            </Group>
          )}
        </div>
      ))}
      {joins.length === 0 && <div className="quiet">{t("same_none")}</div>}
      {may &&
        (open ? (
          <With person={person} shut={() => setOpen(false)} />
        ) : (
          <Group mt={6}>
            <Button size="xs" variant="default" onClick={() => setOpen(true)}>
              {t("same_add")}
            </Button>
          </Group>
        ))}
    </Section>
  );
}

/** Which other record it is: by one way it is known. */
function With({ person, shut }: { person: string; shut: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [kind, setKind] = useState<IdentifierKind>("email");
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const join = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await api(`/people/${person}/joins`, {
        method: "POST",
        body: { identifier: { kind, value: value.trim() }, source: "staff" },
      });
      await client.invalidateQueries();
      shut();
    } catch (e) {
      setFault(e);
    }
    setBusy(false);
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void join();
      }}
    >
      <Stack gap={8} mt={6}>
        <div className="quiet">{t("same_def")}</div>
        <Select
          label={t("same_by")}
          allowDeselect={false}
          value={kind}
          onChange={(k) => setKind(k as IdentifierKind)}
          data={KINDS.map((k) => ({ value: k, label: t(`kind_${k}`) }))}
        />
        <TextInput autoFocus label={t(`kind_${kind}`)} value={value} onChange={(e) => setValue(e.target.value)} />
        {fault !== undefined && <Fault error={fault} />}
        <Group gap="xs">
          <Button size="xs" type="submit" loading={busy} disabled={!value.trim()}>
            {t("same_add")}
          </Button>
          <Button size="xs" variant="default" onClick={shut}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
