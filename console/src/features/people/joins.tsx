/** Other records of the same person: joined by whoever can know, and parted again without a trace. */

import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api } from "../../api/client";
import type { IdentifierKind, JoinView } from "../../api/types";
import { oneOf } from "../../parts/address";
import { Sure } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { useFieldFault } from "../../parts/form";
import { Section } from "../../parts/section";
import { KINDS, useFrom } from "./parts";
import { useWords } from "./words";

export function Joins({ person, joins, may }: { person: string; joins: JoinView[]; may: boolean }) {
  const { t, date } = useWords();
  const from = useFrom();
  const part = api.useMutation("delete", "/people/{id}/joins/{other}");
  const [open, setOpen] = useState(false);
  if (joins.length === 0 && !may) return null;
  return (
    <Section order={3} head={t("same")}>
      {joins.map((j) => (
        <div key={j.person} className="lined">
          <Link to={`/people?person=${j.person}`}>{j.known_as.join(" · ")}</Link>
          <div className="quiet">
            {from(j.source)} · {date(j.at)}
          </div>
          {may && (
            <Group gap={2} ml={-8}>
              <Sure
                label={t("same_part")}
                text={t("same_part_sure")}
                go={() => part.mutateAsync({ params: { path: { id: person, other: j.person } } })}
              />
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
  const initialValues: { kind: IdentifierKind; value: string } = { kind: "email", value: "" };
  const form = useForm({ initialValues });
  const join = api.useMutation("post", "/people/{id}/joins", { onSuccess: shut });
  const fault = useFieldFault(form, join.error);
  const { kind, value } = form.values;
  const send = () =>
    join.mutate({
      params: { path: { id: person } },
      body: { identifier: { kind, value: value.trim() }, source: "staff" },
    });
  return (
    <form noValidate onSubmit={form.onSubmit(send)}>
      <Stack gap={8} mt={6}>
        <div className="quiet">{t("same_def")}</div>
        <Select
          label={t("same_by")}
          allowDeselect={false}
          value={kind}
          onChange={(v) => form.setFieldValue("kind", oneOf(KINDS, v) ?? kind)}
          data={KINDS.map((k) => ({ value: k, label: t(`kind_${k}`) }))}
        />
        <TextInput autoFocus label={t(`kind_${kind}`)} {...form.getInputProps("value")} />
        <Fault error={fault} />
        <Group gap="xs">
          <Button size="xs" type="submit" loading={join.isPending} disabled={!value.trim()}>
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
