/** Finds a person by a whole address, which travels in the body and stands in no URL. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { api } from "../../api/client";
import type { Person } from "../../api/types";
import { Fault } from "../../parts/fault";
import { useWords } from "./words";

const nameOf = (p: Person) => p.identifiers[0]?.value ?? p.id;

export function PersonPick({ value, set }: { value?: Person; set: (p: Person | undefined) => void }) {
  const { t } = useWords();
  const search = api.useMutation("post", "/people/search", { meta: { quiet: true } });
  const drop = () => {
    set(undefined);
    search.reset();
  };
  if (!value) return <Find search={(query) => search.mutate({ body: { query } })} found={search} set={set} />;
  return (
    <div role="status">
      <div className="quiet">{t("person")}</div>
      <Group gap="xs">
        <b className="wrap">{nameOf(value)}</b>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={drop}>
          {t("remove")}
        </Button>
      </Group>
    </div>
  );
}

interface FindProps {
  search: (query: string) => void;
  found: { data?: { people: Person[] }; error: unknown };
  set: (p: Person) => void;
}

function Find({ search, found, set }: FindProps) {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState("");
  const find = () => {
    if (text.trim()) search(text.trim());
  };
  return (
    <Stack gap={6}>
      <label htmlFor={id} className="medium">
        {t("find_person")}
      </label>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          id={id}
          className="grow"
          placeholder="karen.madsen@post.example"
          value={text}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            // It stands in the form of what it is looked for, which is not sent by it.
            if (e.key !== "Enter") return;
            e.preventDefault();
            find();
          }}
        />
        <Button variant="default" onClick={find}>
          {t("find")}
        </Button>
      </Group>
      <Fault error={found.error} />
      <div role="status">
        {found.data?.people.length === 0 && t("nobody_found")}
        {found.data?.people.map((p) => (
          <Group key={p.id} gap="xs" wrap="nowrap" justify="space-between">
            <span className="wrap">{p.identifiers.map((i) => i.value).join(", ")}</span>
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
