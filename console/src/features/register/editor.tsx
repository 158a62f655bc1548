/** The form of a record: the parts and fields that its kind declares. For every kind of the register. */
import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef, useState } from "react";
import { api } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { Entry, Field, Kind } from "../../api/types";
import { Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { toFault, useFieldFault } from "../../parts/form";
import { Section } from "../../parts/section";
import { today } from "./address";
import { Conflict } from "./conflict";
import { asked, begun, blank, together, whole } from "./draft";
import { Input } from "./input";
import { fieldsOf, type Said, said } from "./kept";
import { useWords } from "./words";

/** What must be said, in the order of the page, as the server asks for it. */
function useChecks(kind: Kind) {
  const { t } = useWords();
  const fault = (f: Field, value: unknown) => {
    if (f.needed && blank(value)) return t(Array.isArray(value) ? "rg_choose" : "must_fill");
    return f.shape === "day_past" && typeof value === "string" && value > today() ? t("rg_day_wrong") : null;
  };
  return (record: Said) => {
    const wrong = fieldsOf(kind).map((f) => [f.name, asked(f, record) ? fault(f, record[f.name]) : null] as const);
    return Object.fromEntries(wrong.filter(([, why]) => why));
  };
}

interface Props {
  kind: Kind;
  first: Said;
  /** What is changed; none when it is new. */
  entry?: Entry;
  cancel: () => void;
  done: (id: string) => void;
}

export function Editor({ kind, first, entry, cancel, done }: Props) {
  const { t } = useWords();
  // What was read when the writing began: another version meanwhile is not written over.
  const base = useRef(entry);
  const [both, setBoth] = useState<string[]>();
  const form = useForm<Said>({ initialValues: first, validate: useChecks(kind) });
  const add = api.useMutation("post", "/register/{kind}", { onSuccess: (made) => done(made.id) });
  const change = api.useMutation("put", "/register/{kind}/{id}", { onSuccess: (made) => done(made.id) });
  const error = add.error ?? change.error;
  const conflict = base.current && codeOf(error) === "changed" ? base.current : undefined;
  const fault = useFieldFault(form, error);
  const store = (record: Said) => {
    // What the form holds is what the server declared that the kind has.
    const body = whole(kind, record) as Entry["entry"];
    const old = base.current;
    const path = { kind: kind.kind };
    if (!old) return add.mutate({ params: { path }, body });
    change.mutate({ params: { path: { ...path, id: old.id } }, body: { version: old.version, entry: body } });
  };
  /** Theirs, with what was changed here on top. */
  const take = (theirs: Entry) => {
    const before = begun(kind, base.current ? said(base.current) : {});
    const next = together(before, form.getValues(), begun(kind, said(theirs)));
    base.current = theirs;
    form.setValues(next.fields);
    setBoth(next.both);
    change.reset();
  };
  return (
    <form noValidate className="slim" onSubmit={form.onSubmit(store, toFault(form))}>
      {kind.parts.map(({ label, fields }) => (
        <Section key={label} head={label}>
          <Stack>{fields.map((f) => asked(f, form.values) && <Input key={f.name} field={f} form={form} />)}</Stack>
        </Section>
      ))}
      <Stack mt="xl">
        {conflict ? <Conflict kind={kind} base={conflict} take={take} /> : <Fault error={fault} />}
        {both && <Taken kind={kind} both={both} />}
        <Ends cancel={cancel}>
          <Button type="submit" loading={add.isPending || change.isPending} disabled={!!conflict}>
            {t("store")}
          </Button>
        </Ends>
      </Stack>
    </form>
  );
}

/** What was brought together, before it is stored. */
function Taken({ kind, both }: { kind: Kind; both: string[] }) {
  const { t, say } = useWords();
  const named = fieldsOf(kind).filter((f) => both.includes(f.name));
  const fields = named.map(({ label }) => label).join(", ");
  return (
    <div role="status">
      {t("rg_taken")} {both.length > 0 && say("rg_taken_both", { fields })}
    </div>
  );
}
