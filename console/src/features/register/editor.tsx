/** The form of a processing activity: its parts in the order in which they are thought about. */
import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef, useState } from "react";
import { api } from "../../api/client";
import { codeOf } from "../../api/problem";
import type { ActivityEntry } from "../../api/types";
import { Ends } from "../../parts/dialog";
import { Fault } from "../../parts/fault";
import { toFault, useFieldFault, useRules } from "../../parts/form";
import { today } from "./address";
import { Conflict } from "./conflict";
import { abroad, begun, type Fields, shared, special, together, weighed, whole } from "./draft";
import { Flow, Outside } from "./fields-flow";
import { Answers, Kept } from "./fields-kept";
import { What, Whose } from "./fields-what";
import { useEveryLine } from "./lines";
import { useWords } from "./words";

/** What must be said, in the order of the page, as the server asks for it. */
function useChecks() {
  const { t } = useWords();
  const { filled } = useRules();
  const some = (chosen: string[]) => (chosen.length > 0 ? null : t("rg_choose"));
  const when = (asked: (f: Fields) => boolean) => (value: string | null, f: Fields) =>
    asked(f) ? filled(value ?? "") : null;
  return {
    name: filled,
    purpose: filled,
    on_behalf_of: when(shared),
    legal_bases: some,
    balancing: when(weighed),
    subjects: some,
    data: some,
    special_basis: when(special),
    transfer_tool: when(abroad),
    retention: filled,
    owner: filled,
    reviewed_on: (day: string) => (day <= today() ? null : t("rg_day_wrong")),
  };
}

interface Props {
  first: Fields;
  /** What is changed; none when it is new. */
  entry?: ActivityEntry;
  cancel: () => void;
  done: (id: string) => void;
}

export function Editor({ first, entry, cancel, done }: Props) {
  const { t } = useWords();
  // What was read when the writing began: another version meanwhile is not written over.
  const base = useRef(entry);
  const [both, setBoth] = useState<(keyof Fields)[]>();
  const form = useForm<Fields>({ initialValues: first, validate: useChecks() });
  const add = api.useMutation("post", "/register/activities", { onSuccess: (made) => done(made.id) });
  const change = api.useMutation("put", "/register/activities/{id}", { onSuccess: (made) => done(made.id) });
  const error = add.error ?? change.error;
  const conflict = base.current && codeOf(error) === "changed" ? base.current : undefined;
  const fault = useFieldFault(form, error);
  const store = (fields: Fields) => {
    const activity = whole(fields);
    const old = base.current;
    if (!old) return add.mutate({ body: activity });
    change.mutate({ params: { path: { id: old.id } }, body: { version: old.version, activity } });
  };
  /** Theirs, with what was changed here on top. */
  const take = (theirs: ActivityEntry) => {
    const before = begun(base.current?.entry ?? {});
    const next = together(before, form.getValues(), begun(theirs.entry));
    base.current = theirs;
    form.setValues(next.fields);
    setBoth(next.both);
    change.reset();
  };
  return (
    <form noValidate className="slim" onSubmit={form.onSubmit(store, toFault(form))}>
      <What form={form} />
      <Whose form={form} />
      <Flow form={form} />
      <Outside form={form} />
      <Kept form={form} />
      <Answers form={form} />
      <Stack mt="xl">
        {conflict ? <Conflict base={conflict} take={take} /> : <Fault error={fault} />}
        {both && <Taken both={both} />}
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
function Taken({ both }: { both: (keyof Fields)[] }) {
  const { t, say } = useWords();
  const lines = useEveryLine();
  const named = lines(begun({})).filter(({ key }) => both.some((name) => name === key));
  const fields = named.map(({ label }) => label).join(", ");
  return (
    <div role="status">
      {t("rg_taken")} {both.length > 0 && say("rg_taken_both", { fields })}
    </div>
  );
}
